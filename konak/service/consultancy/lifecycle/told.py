"""What this app tells to those above it; neighbours import them from `public`."""

from konak.foundation.announce import Announcement

ANSWER_ISSUED = Announcement("consultancy.answer_issued", "Bir teknik rapor ya da görüş verildi", ("number",))
CONSENT_DECIDED = Announcement(
    "consultancy.consent_decided", "Bir alım ya da kurulum uygunluğu karara bağlandı", ("number",)
)
NEEDS_APPROVED = Announcement("consultancy.needs_approved", "Yıllık ihtiyaç planı onaylandı", ("number",))
PROPOSAL_ACCEPTED = Announcement(
    "consultancy.proposal_accepted", "Bir iyileştirme önerisi kabul edilip işe dönüştürüldü", ("number",)
)
SESSION_HELD = Announcement("consultancy.session_held", "Bir eğitim oturumu yapıldı", ("number",))
SOFTWARE_ALLOWED = Announcement("consultancy.software_allowed", "Bir yazılım isteği onaylandı", ("number",))
KNOWN_ERROR = Announcement("consultancy.known_error", "Bir sorunun nedeni bulundu, bilinen hata yazıldı", ("number",))
