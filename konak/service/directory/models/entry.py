"""What the directory holds, and who of us each entry is."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import Q

from konak.foundation.people.models import TURKISH, Unit, User

from .connection import Connection


class Entry(models.Model):
    """Somebody as a directory knows him; `user` is who he is to Konak."""

    personal: ClassVar[Mapping[str, str]] = {
        "user": "identity",
        "username": "identity",
        "dn": "identity",
        "first_name": "identity",
        "last_name": "identity",
        "number": "identity",
        "email": "contact",
        "phone": "contact",
        "title": "work",
    }

    connection = models.ForeignKey(Connection, models.CASCADE, related_name="entries")
    uid = models.CharField("kalıcı anahtar", max_length=120)
    dn = models.CharField("ad (DN)", max_length=600)
    folded_dn = models.CharField(max_length=600, editable=False)
    username = models.CharField("kullanıcı adı", max_length=120)
    first_name = models.CharField("adı", max_length=80, db_collation=TURKISH)
    last_name = models.CharField("soyadı", max_length=80, blank=True, db_collation=TURKISH)
    email = models.CharField("e-posta", max_length=254, blank=True)
    phone = models.CharField("telefon", max_length=32, blank=True)
    title = models.CharField("unvan", max_length=80, blank=True, db_collation=TURKISH)
    number = models.CharField("sicil no", max_length=20, blank=True)
    department = models.CharField("birim özniteliği", max_length=200, blank=True, db_collation=TURKISH)
    ou = models.CharField("bulunduğu yer", max_length=200, blank=True, db_collation=TURKISH)
    enabled = models.BooleanField("dizinde etkin", default=True)
    gone_at = models.DateTimeField("dizinden silinme", null=True, blank=True)
    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="directory_entries", verbose_name="kişi"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="birim")
    signs_in = models.BooleanField("dizin parolasıyla girer", default=True)
    closed_by_us = models.BooleanField("hesabı eşitleme kapattı", default=False)

    class Meta:
        verbose_name = "dizin kaydı"
        verbose_name_plural = "dizin kayıtları"
        indexes = [
            models.Index(fields=["connection", "folded_dn"], name="directory_entry_dn"),
            models.Index(fields=["user"], name="directory_entry_of_user"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["connection", "uid"], name="directory_entry_once"),
            models.UniqueConstraint(
                fields=["connection", "user"],
                condition=Q(user__isnull=False, gone_at=None),
                name="person_once_per_directory",
            ),
        ]

    def __str__(self) -> str:
        return self.username

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


class Group(models.Model):
    """A group of a directory (`connection`) or one that is kept by SCIM (none)."""

    personal: ClassVar[Mapping[str, str]] = {}

    connection = models.ForeignKey(Connection, models.CASCADE, null=True, blank=True, related_name="groups")
    uid = models.CharField("kalıcı anahtar", max_length=120)
    dn = models.CharField("ad (DN)", max_length=600, blank=True)
    name = models.CharField("grup", max_length=200, db_collation=TURKISH)
    about = models.CharField("açıklama", max_length=300, blank=True, db_collation=TURKISH)
    external_id = models.CharField("dış anahtar", max_length=200, blank=True)
    gone_at = models.DateTimeField("silinme", null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "dizin grubu"
        verbose_name_plural = "dizin grupları"
        indexes = [models.Index(fields=["connection", "name"], name="directory_group_name")]
        constraints = [
            models.UniqueConstraint(fields=["connection", "uid"], name="directory_group_once"),
            models.UniqueConstraint(fields=["uid"], condition=Q(connection=None), name="scim_group_once"),
        ]

    def __str__(self) -> str:
        return self.name


class GroupMember(models.Model):
    """That somebody is in a group: an entry of the directory, or by SCIM a person of ours."""

    personal: ClassVar[Mapping[str, str]] = {"user": "identity"}

    group = models.ForeignKey(Group, models.CASCADE, related_name="members")
    entry = models.ForeignKey(Entry, models.CASCADE, null=True, blank=True, related_name="groups")
    user = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "grup üyesi"
        verbose_name_plural = "grup üyeleri"
        constraints = [
            models.UniqueConstraint(fields=["group", "entry"], name="entry_once_per_group"),
            models.UniqueConstraint(fields=["group", "user"], name="user_once_per_group"),
            models.CheckConstraint(
                condition=Q(entry__isnull=False) ^ Q(user__isnull=False), name="group_member_is_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group_id}: {self.entry_id or self.user_id}"


class ScimAccount(models.Model):
    """What a program that manages accounts by SCIM keeps about one of them beside Konak's own columns."""

    personal: ClassVar[Mapping[str, str]] = {"user": "identity", "external_id": "identity", "more": "work"}

    user = models.OneToOneField(User, models.CASCADE, related_name="scim", verbose_name="kişi")
    external_id = models.CharField("dış anahtar", max_length=200, blank=True)
    more = models.JSONField("ek bilgiler", default=dict, blank=True)
    removed_at = models.DateTimeField("SCIM'den silinme", null=True, blank=True)
    changed_at = models.DateTimeField("değişme", auto_now=True)

    class Meta:
        verbose_name = "SCIM hesabı"
        verbose_name_plural = "SCIM hesapları"

    def __str__(self) -> str:
        return f"{self.user_id}"
