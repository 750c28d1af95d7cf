"""The closed lists of words that texts, duties and bindings are described by."""

from django.db import models


class Kind(models.TextChoices):
    REGULATION = "regulation", "Yönetmelik"
    DIRECTIVE = "directive", "Yönerge"


class Cadence(models.TextChoices):
    """How often a duty falls due. `NONE`: the text does not say."""

    NONE = "none", "Belirtilmemiş"
    DAILY = "daily", "Günlük"
    WEEKLY = "weekly", "Haftalık"
    MONTHLY = "monthly", "Aylık"
    QUARTERLY = "quarterly", "Üç ayda bir"
    HALF_YEARLY = "half_yearly", "Altı ayda bir"
    YEARLY = "yearly", "Yılda bir"
    PERIODIC = "periodic", "Düzenli aralıklarla"
    CONTINUOUS = "continuous", "Sürekli"
    ON_EVENT = "on_event", "Gerektiğinde"


class NodeKind(models.TextChoices):
    PARAGRAPH = "paragraph", "Fıkra"
    CLAUSE = "clause", "Bent"


class BindingState(models.TextChoices):
    PROPOSED = "proposed", "Önerildi"
    CONFIRMED = "confirmed", "Onaylandı"
    REJECTED = "rejected", "Uygun değil"


class Proof(models.TextChoices):
    """How a duty stands: seen from its cadence and its last evidence."""

    FRESH = "fresh", "Kanıtlı"
    STALE = "stale", "Kanıtı eskimiş"
    MISSING = "missing", "Kanıt yok"
    CLOSED = "closed", "Kapandı"
