"""Closed lists both registers share."""

from django.db import models


class Urgency(models.TextChoices):
    """CB Kararı 2646 m. 26; the codes are those of the package."""

    NORMAL = "NRM", "Normal"
    AT_ONCE = "ACL", "ACELE"
    BY_DAY = "GNL", "GÜNLÜDÜR"


class Asked(models.TextChoices):
    """What a document wants, because the law gives each its time."""

    NOTHING = "nothing", "Bilgi"
    ACTION = "action", "Gereği"
    DOCUMENT = "document", "Belge isteği"
    OPINION = "opinion", "Görüş isteği"
    PETITION = "petition", "Dilekçe"
    INFORMATION = "information", "Bilgi edinme başvurusu"
    COUNCIL = "council", "Meclis kararı"
    COMMITTEE = "committee", "Encümen kararı"
    ORDER = "order", "Üst yönetim emri"


class Origin(models.TextChoices):
    """How a document came."""

    PACKAGE = "package", "e-Yazışma paketi"
    KEP = "kep", "KEP"
    MAIL = "mail", "E-posta"
    POST = "post", "Posta"
    HAND = "hand", "Elden"
    FAX = "fax", "Faks"
    APPLICATION = "application", "Başvuru"
    SYSTEM = "system", "Bilgi sistemi"
