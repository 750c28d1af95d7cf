"""The closed lists of the directory: kinds of unit, positions, clearances. No tables: everyone may import them."""

from django.db import models


class UnitKind(models.TextChoices):
    MUNICIPALITY = "municipality", "Belediye"
    EXECUTIVE = "executive", "Üst yönetim"
    DEPARTMENT = "department", "Daire Başkanlığı"
    BRANCH = "branch", "Şube Müdürlüğü"
    DIRECTORATE = "directorate", "Müdürlük"
    SERVICE = "service", "Servis"
    BUREAU = "bureau", "Şeflik"
    BOARD = "board", "Kurul"


class Position(models.TextChoices):
    STAFF = "staff", "Personel"
    EXPERT = "expert", "Uzman"
    CHIEF = "chief", "Şef"
    DIRECTOR = "director", "Şube Müdürü"
    HEAD_OF_DEPARTMENT = "head_of_department", "Daire Başkanı"
    DEPUTY_SECRETARY_GENERAL = "deputy_secretary_general", "Genel Sekreter Yardımcısı"
    SECRETARY_GENERAL = "secretary_general", "Genel Sekreter"
    DEPUTY_MAYOR = "deputy_mayor", "Başkan Yardımcısı"
    MAYOR = "mayor", "Belediye Başkanı"
    AUDITOR = "auditor", "Denetçi"
    ADMINISTRATOR = "administrator", "Sistem Yöneticisi"


HEADS = (Position.DIRECTOR, Position.HEAD_OF_DEPARTMENT, Position.SECRETARY_GENERAL, Position.MAYOR)
"""Seats that one person holds in his own right at a time; whoever else sits there acts for him."""


class Succeeds(models.TextChoices):
    """How a unit follows another."""

    TAKEN_OVER = "taken_over", "Görevleri devraldı"
    MERGED = "merged", "Birleşti"
    SPLIT = "split", "Ayrıldı"


class Basis(models.TextChoices):
    """By what right somebody sits in a seat (657 sayılı Kanun m. 86, m. 88 and practice)."""

    PERMANENT = "permanent", "Asaleten"
    ACTING = "acting", "Vekâleten"
    INTERIM = "interim", "Tedviren"
    ASSIGNED = "assigned", "Görevlendirme ile"


class Clearance(models.IntegerChoices):
    """Secrecy levels of official documents (CB Kararı 2646 m. 25)."""

    NONE = 0, "Yok"
    OFFICIAL = 1, "Hizmete özel"
    RESTRICTED = 2, "Özel"
    SECRET = 3, "Gizli"
    TOP_SECRET = 4, "Çok gizli"
