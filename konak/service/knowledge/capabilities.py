"""What this app proves: knowledge is written, kept true, read; problems have their known errors."""

import datetime as dt

from konak.foundation.evidence import Capability
from konak.foundation.indicators import Indicator

from . import queries

Units = frozenset[int] | None


def errors_count(units: Units, until: dt.date) -> int:
    return queries.written_from_tickets(units, until).count()


CAPABILITIES = (
    Capability(
        code="knowledge.published",
        label="Bilgi makalelerinin yazılması ve yayımlanması",
        module="servicedesk",
        describes=(
            "Birimlere verilen teknik destek ve danışmanlık bilgi makalesine dönüştürülür; sürümleri saklanır, "
            "amirin onayıyla yayımlanır, gözden geçirme günü izlenir, kullanıcı talep açmadan yanıt bulur."
        ),
        words=("destek", "danışman", "kullanıcı", "kılavuz", "bilgilendir", "eğit"),
        phrases=(
            "birimlere teknik destek ve danışmanlık hizmeti ver",
            "kullanıcı kılavuzlarını hazırla",
            "kullanıcıları bilgilendir",
            "kullanım kılavuzu ve yardım dokümanlarını hazırlayıp yayımla",
        ),
        unless=("ihale", "satın al", "vatandaş başvuru"),
        last=queries.published_last,
        count=queries.published,
        link="/bilgi/makaleler/?state=published",
    ),
    Capability(
        code="knowledge.known_errors",
        label="Sorunların nedeni, geçici çözümü ve önleyici kuralının kaydı",
        module="servicedesk",
        describes=(
            "Yinelenen arıza ve sorunların belirtisi, nedeni, geçici çözümü ve bir daha olmaması için konan önleyici "
            "kural bilinen hata makalesinde tutulur ve sorun talebine bağlanır."
        ),
        words=("sorun", "arıza", "hata", "problem", "önle"),
        phrases=(
            "oluşabilecek sorunları takip et",
            "arızalara müdahale et ve arıza önleyici sistemler geliştir",
            "sorunları tespit edip çözüm önerileri geliştir",
            "sistemlerdeki hataları analiz et ve raporla",
        ),
        unless=("ihale", "imar", "trafik"),
        last=queries.reviewed_last,
        count=errors_count,
        link="/bilgi/makaleler/?genre=known_error",
    ),
)
INDICATORS = (
    Indicator(
        code="knowledge.reads",
        label="Bilgi makalelerinin okunması",
        module="servicedesk",
        unit="kez",
        explains="Dönemde yayındaki makalelerin açılma sayısı; kimin okuduğu tutulmaz, yenileme de sayılır.",
        value=queries.reads,
    ),
    Indicator(
        code="knowledge.deflected",
        label="Makale sayesinde açılmayan talepler",
        module="servicedesk",
        unit="adet",
        explains=(
            "Talep yazarken önerilen makaleyi okuyup «Sorunum çözüldü, talep açmayacağım» diyenlerin sayısı; formu "
            "sessizce bırakanlar sayılmaz."
        ),
        value=queries.deflected,
    ),
    Indicator(
        code="knowledge.helpful",
        label="Makaleyi yararlı bulanlar",
        module="servicedesk",
        unit="%",
        explains="Dönemde görüş bildirenlerden yararlı diyenlerin payı; bir kişi bir sürüme bir kez oy verir.",
        value=queries.helpful_share,
    ),
    Indicator(
        code="knowledge.fresh",
        label="Gözden geçirme günü geçmemiş makaleler",
        module="servicedesk",
        unit="%",
        explains="Dönem sonunda yayındaki makalelerden gözden geçirme günü geçmemiş olanların payı.",
        value=queries.fresh_share,
    ),
)
