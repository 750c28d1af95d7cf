from django.db.models import TextChoices

from konak.foundation.people.positions import Position


class Act(TextChoices):
    """What a change does."""

    OPEN = "open", "Birim kur"
    RENAME = "rename", "Adını değiştir"
    MOVE = "move", "Başka birime bağla"
    MERGE = "merge", "Birleştir"
    SPLIT = "split", "Ayır"
    CLOSE = "close", "Kapat"
    SEATS = "seats", "Görevlendirmeleri taşı"


APPROVERS: list[tuple[str, str]] = [
    (Position.MAYOR.value, "Belediye Başkanı"),
    ("council", "Belediye Meclisi"),
    (Position.SECRETARY_GENERAL.value, "Genel Sekreter"),
    (Position.DEPUTY_SECRETARY_GENERAL.value, "Genel Sekreter Yardımcısı"),
    (Position.DEPUTY_MAYOR.value, "Başkan Yardımcısı"),
    (Position.HEAD_OF_DEPARTMENT.value, "Daire Başkanı"),
]


class StaffClass(TextChoices):
    """Classes of civil service (657 sayılı Kanun m. 36), and who is outside them."""

    GIH = "gih", "Genel İdare Hizmetleri"
    THS = "ths", "Teknik Hizmetler"
    SHS = "shs", "Sağlık Hizmetleri"
    AH = "ah", "Avukatlık Hizmetleri"
    YHS = "yhs", "Yardımcı Hizmetler"
    WORKER = "worker", "İşçi"
    CONTRACT = "contract", "Sözleşmeli"


class Excess(TextChoices):
    WARN = "warn", "Uyar"
    REFUSE = "refuse", "Engelle"


class DocumentKind(TextChoices):
    INTERNAL = "internal", "İç düzenleme"
    DIVISION = "division", "Görev dağılımı onayı"
    DELEGATION = "delegation", "İmza / yetki devri"


class BodyKind(TextChoices):
    """Rows of the national registry that are not ours."""

    MINISTRY = "ministry", "Bakanlık"
    GOVERNORSHIP = "governorship", "Valilik / Kaymakamlık"
    MUNICIPALITY = "municipality", "Belediye"
    DISTRICT = "district", "İlçe belediyesi"
    OTHER = "other", "Diğer kurum"


class ImportKind(TextChoices):
    UNITS = "units", "Birimler"
    PEOPLE = "people", "Kişiler ve görevlendirmeler"
    BODIES = "bodies", "DETSİS listesi"


class ImportState(TextChoices):
    OPEN = "open", "Hazırlanıyor"
    DONE = "done", "İşlendi"
    DROPPED = "dropped", "Vazgeçildi"
