"""How things are told: the words of the trail, and the minute of a movement as data for print."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.timezone import localtime

from .models import Action, Movement, MovementLine

Told = dict[str, tuple[str, str, str]]
REQUEST: Told = {
    "open": ("yetki istedi", "key", "open"),
    "approve": ("onayladı", "check", "done"),
    "release": ("onayladı, yürütmeye gönderdi", "checks", "done"),
    "prolong": ("süre uzatmayı onayladı", "calendar-time", "done"),
    "prolong_at_once": ("uzatmayı işledi", "calendar-time", "done"),
    "order": ("yürütmeye gönderdi", "arrow-forward-up", "open"),
    "return": ("eksiğini yazıp iade etti", "arrow-back-up", "late"),
    "refuse": ("uygun bulmadı", "x", "late"),
    "resubmit": ("düzeltip yeniden gönderdi", "send", "open"),
    "withdraw": ("vazgeçti", "ban", ""),
    "grant": ("yaptı ve kanıtladı", "circle-check", "done"),
    "hand_back": ("yapılamadığını bildirip geri gönderdi", "arrow-back-up", "late"),
    "void": ("gerek kalmadığı için kapattı", "ban", ""),
    "break_glass": ("acil erişimi açtı", "bolt", "late"),
    "uphold": ("acil erişimi yerinde buldu", "shield-check", "done"),
    "overrule": ("acil erişimi yersiz buldu", "shield-x", "late"),
    "climb": ("incelenmediğini üst makama bildirdi", "alert-triangle", "late"),
}
CAMPAIGN: Told = {
    "open": ("gözden geçirmeyi hazırladı", "list-check", "open"),
    "start": ("gözden geçirmeyi başlattı", "player-play", "open"),
    "decide": ("karar verdi", "checks", "done"),
    "hand_on": ("kararları devretti", "transfer", ""),
    "climb": ("gecikmeyi üst makama bildirdi", "alert-triangle", "late"),
    "close": ("kapattı ve raporu mühürledi", "lock", "done"),
    "cancel": ("iptal etti", "ban", ""),
}
MOVEMENT: Told = {
    "open": ("dosyayı açtı", "user-cog", "open"),
    "asked_by_personnel": ("dosyayı personel birimi adına istedi", "users", ""),
    "bind": ("kişiyi dosyaya bağladı", "user-check", "open"),
    "stuck": ("bir yetkiyi isteyemedi", "alert-triangle", "late"),
    "stays": ("başka makamı olduğunu gördü", "info-circle", ""),
    "take_effect": ("geçerlilik anını uyguladı", "clock", "wait"),
    "look_again": ("listeyi yeniledi", "refresh", ""),
    "settle": ("bir kalemi sonuçlandırdı", "check", "done"),
    "offer": ("bir kalemi devralacak kişiye sundu", "transfer", "wait"),
    "custody": ("zimmet kaydından kanıtladı", "device-laptop", "done"),
    "reschedule": ("geçerlilik anını değiştirdi", "calendar-time", "wait"),
    "close": ("dosyayı kapattı", "circle-check", "done"),
    "cancel": ("dosyayı iptal etti", "ban", ""),
}
ENTITLEMENT: Told = {
    "end": ("yetkiyi sona erdirdi", "lock", "wait"),
    "shorten": ("son günü öne aldı", "calendar-time", "wait"),
    "take_in": ("sistemde bulup kütüğe aldı", "plus", ""),
    "import": ("dosyadan aktardı", "file-import", ""),
}
RIGHT: Told = {"add": ("kataloğa ekledi", "plus", "done"), "change": ("tanımı değiştirdi", "pencil", "wait")}
ACCOUNT: Told = {
    "add": ("kütüğe aldı", "plus", "done"),
    "change": ("bilgilerini değiştirdi", "pencil", "wait"),
    "renew": ("sırrın yenilendiğini kaydetti", "refresh", "done"),
    "review": ("gözden geçirdi", "eye", "done"),
    "hand_over": ("sahibini değiştirdi", "transfer", "open"),
    "close": ("kapattı", "lock", ""),
}


BECAME = {
    Action.GIVE: "Verildi",
    Action.KEEP: "Kaldı",
    Action.TAKE: "Kaldırıldı",
    Action.HAND: "Devredildi",
    Action.DECIDE: "Karara bağlandı",
    Action.DO: "Yapıldı",
}


def _became(line: MovementLine) -> str:
    return BECAME[Action(line.action)] if line.done_at else line.get_action_display()


def minute(
    row: Movement, lines: Sequence[MovementLine], verify: str, signers: Sequence[tuple[str, str]] = ()
) -> dict[str, Any]:
    """The minute: who, when, every line with what became of it, by whom and how it is proved."""
    titles = {
        "joiner": "İşe başlama tutanağı",
        "mover": "Yer değiştirme tutanağı",
        "leaver": "İlişik kesme ve yetki kapatma tutanağı",
    }
    by_source: dict[str, list[list[str]]] = {}
    for line in lines:
        who = line.done_by.full_name if line.done_by else "Konak" if line.done_at else ""
        when = f"{localtime(line.done_at):%d.%m.%Y %H.%M}" if line.done_at else "Bekliyor"
        by_source.setdefault(line.source, []).append(
            [line.text, _became(line), line.proof or line.request_number, who, when]
        )
    left = sum(line.done_at is None for line in lines)
    facts = [
        ["Kişi", row.name],
        ["Geçerlilik anı", row.effective_words],
        ["Durum", row.state_label],
        ["Kalem", f"{len(lines)}, kanıtlanmamış {left}"],
    ]
    if row.old_seat:
        facts.insert(1, ["Bırakılan makam", f"{row.old_seat.get_position_display()}, {row.old_seat.unit}"])
    if row.new_seat:
        facts.insert(1, ["Başlanan makam", f"{row.new_seat.get_position_display()}, {row.new_seat.unit}"])
    if row.why:
        facts.append(["Neden", row.why])
    if row.effective_done_at:
        label = "Hakların kapanışı" if row.kind == "leaver" else "Uygulandı"
        facts.append([label, f"{localtime(row.effective_done_at):%d.%m.%Y %H.%M}"])
    return {
        "title": titles[row.kind],
        "unit": row.case.unit.name,
        "number": row.case.number,
        "date": localtime(row.effective_at).date(),
        "verify": verify,
        "facts": facts,
        "institution": settings.MUNICIPALITY,
        "sections": [{"heading": source, "rows": rows} for source, rows in by_source.items()],
        "left": left,
        "signers": [list(one) for one in signers],
    }
