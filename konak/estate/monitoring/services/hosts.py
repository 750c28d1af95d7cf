"""Hosts, their checks, templates and secrets are set up."""

import hashlib
import re
import secrets as random
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction

from konak.estate.assets import public as assets
from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused

from .. import access, queries
from ..models import Check, CheckKind, Credential, Host, HostSort, HostState, Part, Template
from ..queries.secrets import seal
from .common import may, own_unit, short, tell
from .indexing import forget, index_host

DEFAULTS: Mapping[str, tuple[int, int]] = {
    "ping": (60, 3),
    "interfaces": (300, 2),
    "sensors": (300, 3),
    "printer": (3_600, 2),
    "age": (3_600, 1),
    "postgres": (300, 3),
    "ntp": (3_600, 3),
    "trap": (300, 1),
}
"""How often and how many times in a row, where nobody says otherwise."""
MOST_CHECKS = 200


def _chosen(value: str, choices: Sequence[str], what: str) -> str:
    if value not in choices:
        raise Refused(f"«{what}» için bilinmeyen değer: {value[:40]}.")
    return value


def _address(text: str) -> str:
    found = short(text, 253, "Adres", need=True)
    if any(sign in found for sign in " /\\@?#\"'<>"):
        raise Refused("Adres bir IP adresi ya da sunucu adıdır; başında http:// ve sonunda yol olmaz.")
    return found


def _template(actor: Actor, key: int | None) -> Template | None:
    if key is None:
        return None
    found: Template | None = queries.templates(actor).filter(pk=key).first()
    if found is None:
        raise Refused("Seçilen şablon bulunamadı.")
    return found


def _fill(host: Host, actor: Actor, facts: Mapping[str, Any]) -> None:
    if "name" in facts:
        host.name = short(facts["name"], 100, "Ad", need=True)
    if "address" in facts:
        host.address = _address(facts["address"])
    if "sort" in facts:
        host.sort = _chosen(facts["sort"], HostSort.values, "Tür")
    for name, longest in (("place", 120), ("description", 200)):
        if name in facts:
            setattr(host, name, short(facts[name] or "", longest, name))
    if "enabled" in facts:
        host.enabled = bool(facts["enabled"])
    if "assignee_id" in facts:
        host.assignee_id = facts["assignee_id"]
    if "template_id" in facts:
        host.template = _template(actor, facts["template_id"])
    if "credential_id" in facts:
        key = facts["credential_id"]
        if key is not None and not queries.credentials(actor).filter(pk=key).exists():
            raise Refused("Seçilen SNMP kimliği bulunamadı.")
        host.credential_id = key
    if "system_id" in facts:
        key = facts["system_id"]
        if key is not None and not queries.systems_for(actor).filter(pk=key).exists():
            raise Refused("Seçilen bilgi sistemi bulunamadı.")
        host.system_id = key
    if "device_id" in facts:
        key = facts["device_id"]
        if key is not None and not queries.devices_for(actor).filter(pk=key).exists():
            raise Refused("Seçilen ağ cihazı bulunamadı.")
        host.device_id = key
    if "asset_tag" in facts:
        tag = (facts["asset_tag"] or "").strip()
        found = assets.find_by_tag(tag) if tag else None
        if tag and found is None:
            raise Refused(f"«{tag[:40]}» sicil numaralı bir taşınır yok.")
        host.asset_id = found.id if found else None


def _kept(host: Host) -> None:
    try:
        with transaction.atomic():
            host.save()
    except IntegrityError as error:
        if "device" in str(error):
            raise Refused("Bu ağ cihazı zaten izleniyor.") from None
        raise Refused(f"«{host.name}» adıyla izlenen bir cihaz var.") from None


def _stand_behind(host: Host, actor: Actor, parents: Sequence[int]) -> None:
    """What it stands behind; a circle would make everything unreachable for ever."""
    wanted = list(dict.fromkeys(parents))
    if queries.hosts(actor).filter(pk__in=wanted).count() != len(wanted):
        raise Refused("Arkasında durduğu cihazlardan biri bulunamadı.")
    edge, seen = set(wanted), set()
    while edge:
        if host.pk in edge:
            raise Refused("Bir cihaz kendi arkasında duramaz: bu seçim bir döngü kurar.")
        seen |= edge
        through = Host.parents.through._default_manager
        edge = set(through.filter(from_host_id__in=edge).values_list("to_host_id", flat=True)) - seen
    host.parents.set(wanted)


@transaction.atomic
def add_host(
    *,
    actor: Actor,
    name: str,
    address: str,
    sort: str = HostSort.OTHER,
    unit_id: int | None = None,
    parents: Sequence[int] = (),
    ping: bool = True,
    **facts: Any,
) -> Host:
    """Begin to watch something: its own echo first, then what its template says."""
    host = Host(unit_id=own_unit(actor, unit_id), state=HostState.NEW)
    may(actor, access.KEEP, host)
    _fill(host, actor, {"name": name, "address": address, "sort": sort, **facts})
    _kept(host)
    _stand_behind(host, actor, parents)
    if ping:
        Check.objects.create(host=host, kind=CheckKind.PING, name="Ping", every=60, attempts=3, alive=True)
    if host.template is not None:
        _apply(host, host.template)
    tell(queries.HOST_KIND, host.pk, "add", actor, host)
    index_host(host)
    return host


@transaction.atomic
def edit_host(host_id: int, *, actor: Actor, parents: Sequence[int] | None = None, **facts: Any) -> Host:
    host: Host = queries.hosts(actor).select_for_update(of=("self",)).get(pk=host_id)
    may(actor, access.KEEP, host)
    before = host.template_id
    _fill(host, actor, facts)
    _kept(host)
    if parents is not None:
        _stand_behind(host, actor, parents)
    if host.template is not None and host.template_id != before:
        _apply(host, host.template)
    tell(queries.HOST_KIND, host.pk, "edit", actor, host)
    index_host(host)
    return host


@transaction.atomic
def drop_host(host_id: int, *, actor: Actor) -> None:
    """Watched by mistake: it goes. What has had trouble stays, switched off, because its story does."""
    host = queries.hosts(actor).select_for_update(of=("self",)).get(pk=host_id)
    may(actor, access.KEEP, host)
    if host.problems.exists():
        raise Refused("Arıza geçmişi olan cihaz silinmez; izlemeyi kapatın, geçmişi ve raporları kalır.")
    tell(queries.HOST_KIND, host.pk, "drop", actor, host, host.name)
    key = host.pk
    host.delete()
    forget(queries.HOST_KIND, key)


def _params(kind: str, params: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of a check, plain and small."""
    found: dict[str, Any] = {}
    for name, value in list(params.items())[:40]:
        if name.startswith("_") or value in (None, ""):
            continue
        if isinstance(value, str):
            value = value.replace("\0", "").strip()[:1_000]
        elif isinstance(value, list):
            value = [str(one).replace("\0", "")[:120] for one in value[:200]]
        elif isinstance(value, dict):
            value = {str(key)[:120]: one for key, one in list(value.items())[:100]}
        elif not isinstance(value, bool | int | float):
            raise Refused(f"«{name[:40]}» ayarının değeri anlaşılmadı.")
        found[name[:40]] = value
    if kind in ("http", "json") and (url := found.get("url")) and not str(url).startswith(("http://", "https://")):
        raise Refused("Web adresi http:// ya da https:// ile başlamalı.")
    if kind == "value" and not found.get("oid"):
        raise Refused("Hangi SNMP değerinin (OID) sorulacağını yazın.")
    for name in ("bad", "good"):
        if kind == "trap" and not re.fullmatch(r"[0-9.]*", str(found.get(name) or "")):
            raise Refused("Tuzak OID'i sayılardan ve noktalardan oluşur.")
    if kind == "age" and not found.get("files"):
        raise Refused("Yedek dosyalarının yolunu yazın, örneğin /yedek/ebys/*.dump.")
    return found


def _pace(kind: str, every: int | None, attempts: int | None) -> tuple[int, int]:
    usual = DEFAULTS.get(kind, (300, 3))
    every, attempts = every or usual[0], attempts or usual[1]
    if not 10 <= every <= 604_800:
        raise Refused("Ölçüm aralığı 10 saniye ile 7 gün arasında olmalı.")
    if not 1 <= attempts <= 20:
        raise Refused("Üst üste deneme sayısı 1 ile 20 arasında olmalı.")
    return every, attempts


@transaction.atomic
def add_check(
    host_id: int,
    *,
    actor: Actor,
    kind: str,
    name: str = "",
    params: Mapping[str, Any] | None = None,
    every: int | None = None,
    attempts: int | None = None,
    alive: bool = False,
    enabled: bool = True,
    secret: str = "",
) -> Check:
    host = queries.hosts(actor).select_for_update(of=("self",)).get(pk=host_id)
    may(actor, access.KEEP, host)
    _chosen(kind, CheckKind.values, "Denetim türü")
    if host.checks.count() >= MOST_CHECKS:
        raise Refused(f"Bir cihazda en çok {MOST_CHECKS} denetim olabilir.")
    pace = _pace(kind, every, attempts)
    made = Check(
        host=host,
        kind=kind,
        name=short(name, 100, "Ad") or CheckKind(kind).label,
        params=_params(kind, params or {}),
        every=pace[0],
        attempts=pace[1],
        alive=alive,
        enabled=enabled,
        secret=seal(secret),
    )
    _kept_check(made)
    tell(queries.HOST_KIND, host.pk, "check", actor, host, made.name)
    return made


def _kept_check(check: Check) -> None:
    if check.alive:
        check.host.checks.exclude(pk=check.pk).filter(alive=True).update(alive=False)
    try:
        with transaction.atomic():
            check.save()
    except IntegrityError:
        raise Refused(f"Bu cihazda «{check.name}» adlı bir denetim var.") from None


@transaction.atomic
def edit_check(
    check_id: int,
    *,
    actor: Actor,
    name: str | None = None,
    params: Mapping[str, Any] | None = None,
    every: int | None = None,
    attempts: int | None = None,
    alive: bool | None = None,
    enabled: bool | None = None,
    secret: str = "",
) -> Check:
    """Change a check; an empty secret leaves the one that is there."""
    check = queries.checks(actor).select_for_update(of=("self",)).get(pk=check_id)
    may(actor, access.KEEP, check.host)
    if name is not None:
        check.name = short(name, 100, "Ad") or check.get_kind_display()
    if params is not None:
        check.params = _params(check.kind, params)
    check.every, check.attempts = _pace(check.kind, every or check.every, attempts or check.attempts)
    if alive is not None:
        check.alive = alive
    if enabled is not None:
        check.enabled = enabled
    if secret:
        check.secret = seal(secret)
    _kept_check(check)
    tell(queries.HOST_KIND, check.host_id, "check", actor, check.host, check.name)
    return check


@transaction.atomic
def drop_check(check_id: int, *, actor: Actor) -> None:
    check = queries.checks(actor).select_for_update(of=("self",)).get(pk=check_id)
    may(actor, access.KEEP, check.host)
    if check.problems.filter(ended_at=None).exists():
        raise Refused("Bu denetimin süren bir arızası var; önce o kapansın ya da denetimi kapatın.")
    tell(queries.HOST_KIND, check.host_id, "uncheck", actor, check.host, check.name)
    check.delete()


@transaction.atomic
def make_token(check_id: int, *, actor: Actor) -> str:
    """A new key with which something outside reports to a passive check; shown once, kept as its digest."""
    check = queries.checks(actor).select_for_update(of=("self",)).get(pk=check_id)
    may(actor, access.KEEP, check.host)
    if check.kind != CheckKind.PASSIVE:
        raise Refused("Anahtar yalnız dışarıdan bildirilen denetimler içindir.")
    key = random.token_urlsafe(24)
    check.token = hashlib.sha256(key.encode()).hexdigest()
    check.save(update_fields=["token", "changed_at"])
    tell(queries.HOST_KIND, check.host_id, "token", actor, check.host, check.name)
    return key


@transaction.atomic
def ignore_part(part_id: int, *, actor: Actor, ignored: bool = True) -> Part:
    part = queries.parts(actor).select_for_update(of=("self",)).get(pk=part_id)
    may(actor, access.KEEP, part.owner.host)
    part.ignored = ignored
    part.save(update_fields=["ignored"])
    tell(queries.HOST_KIND, part.owner.host_id, "part", actor, part.owner.host, part.name)
    return part


@transaction.atomic
def tie_part(part_id: int, *, actor: Actor, far_id: int | None) -> Part:
    """Say which host stands at the other end of an interface: the weather map draws the line."""
    part = queries.parts(actor).select_for_update(of=("self",)).get(pk=part_id)
    may(actor, access.KEEP, part.owner.host)
    if far_id is not None and not queries.hosts(actor).filter(pk=far_id).exists():
        raise Refused("Karşı uçtaki cihaz bulunamadı.")
    if far_id == part.owner.host_id:
        raise Refused("Bir arayüzün karşı ucu kendi cihazı olamaz.")
    part.far_id = far_id
    part.save(update_fields=["far"])
    tell(queries.HOST_KIND, part.owner.host_id, "part", actor, part.owner.host, part.name)
    return part


def _apply(host: Host, template: Template) -> int:
    """The checks of a template that the host does not have yet, by name."""
    there = set(host.checks.values_list("name", flat=True))
    made = []
    for line in template.checks:
        if line["name"] not in there:
            pace = _pace(line["kind"], line.get("every"), line.get("attempts"))
            made.append(
                Check(
                    host=host,
                    kind=line["kind"],
                    name=line["name"],
                    params=line.get("params") or {},
                    every=pace[0],
                    attempts=pace[1],
                )
            )
    Check.objects.bulk_create(made)
    return len(made)


@transaction.atomic
def apply_template(template_id: int, *, actor: Actor) -> int:
    """Give every host of a template what it does not have yet; returns how many checks were made."""
    template = queries.templates(actor).get(pk=template_id)
    may(actor, access.KEEP, template)
    count = sum(_apply(host, template) for host in template.hosts.select_for_update(of=("self",)).order_by("pk"))
    tell(queries.TEMPLATE_KIND, template.pk, "apply", actor, template, str(count))
    return count


@transaction.atomic
def save_template(
    template_id: int | None = None,
    *,
    actor: Actor,
    name: str,
    sort: str,
    checks: Sequence[Mapping[str, Any]],
    description: str = "",
    unit_id: int | None = None,
) -> Template:
    """The checks a sort of hosts gets. Hosts that have them already keep theirs."""
    if template_id is None:
        template = Template(unit_id=own_unit(actor, unit_id))
    else:
        known = queries.templates(actor).get(pk=template_id)
        template = Template.objects.select_for_update().get(pk=known.pk)
    may(actor, access.KEEP, template)
    lines, names = [], set()
    for one in list(checks)[:MOST_CHECKS]:
        kind = _chosen(str(one.get("kind", "")), CheckKind.values, "Denetim türü")
        title = short(str(one.get("name") or CheckKind(kind).label), 100, "Ad")
        if title in names:
            raise Refused(f"Şablonda «{title}» adlı iki denetim var.")
        names.add(title)
        params = one.get("params") or {}
        if not isinstance(params, Mapping):
            raise Refused(f"«{title}» denetiminin ayarları anlaşılmadı.")
        pace = _pace(kind, one.get("every"), one.get("attempts"))
        lines.append(
            {"kind": kind, "name": title, "params": _params(kind, params), "every": pace[0], "attempts": pace[1]}
        )
    template.name, template.sort = short(name, 80, "Ad", need=True), _chosen(sort, HostSort.values, "Tür")
    template.checks, template.description = lines, short(description, 200, "Açıklama")
    try:
        with transaction.atomic():
            template.save()
    except IntegrityError:
        raise Refused(f"«{template.name}» adlı bir şablon var.") from None
    tell(queries.TEMPLATE_KIND, template.pk, "edit" if template_id else "add", actor, template)
    return template


@transaction.atomic
def save_credential(
    credential_id: int | None = None,
    *,
    actor: Actor,
    name: str,
    version: str = "2c",
    secret: str = "",
    user: str = "",
    auth: str = "",
    priv: str = "",
    priv_secret: str = "",
    unit_id: int | None = None,
) -> Credential:
    """How agents are asked. Secrets are sealed and shown to nobody again; an empty one leaves what is there."""
    if credential_id is None:
        row = Credential(unit_id=own_unit(actor, unit_id))
    else:
        known = queries.credentials(actor).get(pk=credential_id)
        row = Credential.objects.select_for_update().get(pk=known.pk)
    may(actor, access.SECRETS, row)
    row.name = short(name, 60, "Ad", need=True)
    row.version = _chosen(version, ("2c", "3"), "Sürüm")
    row.user = short(user, 64, "Kullanıcı", need=version == "3")
    row.auth, row.priv = (
        _chosen(auth, ("", "md5", "sha"), "Doğrulama"),
        _chosen(priv, ("", "des", "aes"), "Şifreleme"),
    )
    if version == "3" and priv and not auth:
        raise Refused("Şifreleme doğrulamasız kullanılamaz.")
    for given, needed in ((secret, version == "3" and auth), (priv_secret, version == "3" and priv)):
        if given and needed and len(given) < 8:
            raise Refused("SNMP v3 parolaları en az 8 karakterdir.")
    if secret:
        row.secret = seal(secret)
    if priv_secret:
        row.priv_secret = seal(priv_secret)
    if not row.secret and (version == "2c" or auth):
        raise Refused("Topluluk adını ya da parolayı yazın.")
    if priv and not row.priv_secret:
        raise Refused("Şifreleme parolasını yazın.")
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused(f"«{row.name}» adlı bir SNMP kimliği var.") from None
    tell(queries.CREDENTIAL_KIND, row.pk, "edit" if credential_id else "add", actor, row, by=access.SECRETS)
    return row
