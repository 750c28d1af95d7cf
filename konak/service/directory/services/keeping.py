"""Connections to directories: written down, tried, told which place is which unit."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.db.turkish import fold
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Unit
from konak.gateways.ldap import KINDS, Attributes, LdapFailed, session

from .. import access
from ..models import Connection, Difference, Does, Fate, Reads, UnitRule
from ..queries import seal, server_of
from .common import may, tell

FIELDS = frozenset(
    [
        *("code", "name", "kind", "url", "start_tls", "ca", "bind_dn", "base", "people_base", "people_filter"),
        *("groups_base", "groups_filter", "attributes", "page_size", "timeout", "creates", "disables", "signs_in"),
        *("threshold", "every_hours", "active"),
    ]
)


def _fill(row: Connection, facts: Mapping[str, Any]) -> None:
    if unknown := set(facts) - FIELDS:
        raise ValueError(f"a connection has no {sorted(unknown)}")
    for name, value in facts.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    if not row.url.startswith(("ldap://", "ldaps://")) or any(sign.isspace() for sign in row.url):
        raise Refused("Adres ldap:// ya da ldaps:// ile başlar: ldaps://dizin.belediye.example")
    if row.url.startswith("ldaps://") and row.start_tls:
        raise Refused("Adres ldaps:// iken ayrıca StartTLS kullanılmaz; ikisinden birini seçin.")
    if row.kind not in KINDS:
        raise Refused("Dizinin türünü seçin.")
    if not row.base:
        raise Refused("Taban (base DN) yazın: dc=belediye,dc=example")
    for label, text in (("Kişi", row.people_filter), ("Grup", row.groups_filter)):
        if text and (text.count("(") != text.count(")") or not text.startswith("(")):
            raise Refused(f"{label} süzgeci parantezle başlar ve parantezleri denktir: (objectClass=person)")
    if wrong := set(row.attributes) - set(Attributes.__dataclass_fields__):
        raise Refused(f"Bilinmeyen öznitelik alanı: {', '.join(sorted(wrong))}.")
    if row.ca and "BEGIN CERTIFICATE" not in row.ca:
        raise Refused("Güvenilen sertifika PEM biçiminde olmalı (-----BEGIN CERTIFICATE----- ile başlar).")


@transaction.atomic
def set_connection(code: str = "", /, *, actor: Actor, password: str = "", **facts: Any) -> Connection:
    """Write a connection down, or change it; an empty password keeps the one that is kept."""
    may(actor, access.SETUP)
    row = Connection.objects.select_for_update().get(code=code) if code else Connection()
    before = row.url, row.bind_dn
    _fill(row, facts)
    if code and (row.url, row.bind_dn) != before and not password and row.secret:
        raise Refused(
            "Adres ya da bağlantı hesabı değişti; parolayı yeniden yazın. Eski parola yeni yere gönderilmez."
        )
    if password:
        row.secret = seal(password)
    try:
        with transaction.atomic():
            row.full_clean(
                exclude=["secret", "attributes", "problem", "checked_at", "next_at"], validate_unique=False
            )
            row.save()
    except IntegrityError:
        raise Refused(f"«{row.code}» kodlu bir bağlantı zaten var.") from None
    tell("connection", row.code, "edit" if code else "add", actor, access.SETUP, "parola değişti" if password else "")
    return row


def check(code: str, *, actor: Actor) -> str:
    """Try a connection and say in words what came of it."""
    may(actor, access.SETUP)
    row = Connection.objects.get(code=code)
    try:
        with session(server_of(row)) as directory:
            people, groups = directory.check()
        words = "" if people else "Bağlantı kuruldu ama hiç kişi bulunamadı; tabanı ve süzgeci denetleyin."
        done = f"Bağlantı kuruldu; kişiler {'okunuyor' if people else 'bulunamadı'}, gruplar "
        done += "okunuyor." if groups else "bulunamadı."
    except LdapFailed as failure:
        words, done = str(failure), str(failure)
    Connection.objects.filter(pk=row.pk).update(checked_at=now(), problem=words[:300])
    return done


@transaction.atomic
def set_rule(code: str, *, actor: Actor, reads: str, value: str, unit: Unit) -> UnitRule:
    """Say to which unit a place or a department of the directory belongs."""
    may(actor, access.SETUP)
    row = Connection.objects.select_for_update().get(code=code)
    value = " ".join(value.split())
    if reads not in Reads.values or not value:
        raise Refused("Neye bakılacağını ve değeri yazın.")
    rule, _ = UnitRule.objects.update_or_create(
        connection=row, reads=reads, folded=fold(value)[:200], defaults={"value": value, "unit": unit}
    )
    open_ = Difference.objects.filter(connection=row, does=Does.UNIT, fate=Fate.OPEN)
    for one in open_:
        if fold(one.who) == rule.folded:
            one.fate, one.decided_at, one.decided_by_id = Fate.DONE, now(), actor.user_id
            one.save(update_fields=["fate", "decided_at", "decided_by"])
    tell("connection", row.code, "rule", actor, access.SETUP, f"{value} → {unit.name}"[:200])
    return rule


@transaction.atomic
def drop_rule(code: str, *, actor: Actor, rule_id: int) -> Connection:
    may(actor, access.SETUP)
    row = Connection.objects.get(code=code)
    rule = row.rules.get(pk=rule_id)
    tell("connection", row.code, "unrule", actor, access.SETUP, rule.value)
    rule.delete()
    return row
