"""Accounts and groups by SCIM: the protocol is the library's, what may happen to an account is ours."""

import hashlib
import json
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.timezone import now
from scim2_models import (
    ForbiddenException,
    InvalidValueException,
    Meta,
    NotFoundException,
    PreconditionFailedException,
    ResourceType,
    ResponseParameters,
    SearchRequest,
    TooManyException,
    UniquenessException,
)
from scim2_server.handler import ScimHandler
from scim2_server.service import ScimService
from scim2_server.storage import ScimStorage, SearchPage

from konak.foundation.access import Actor
from konak.foundation.people import models as people
from konak.foundation.people.positions import Position
from konak.foundation.people.queries import seats_of

from .. import access
from ..models import Group, GroupMember, ScimAccount
from ..queries import scim
from .common import close, reopen, tell, tell_person
from .scim_shapes import PROVIDER, EnterpriseUser, User
from .scim_shapes import Email as EmailShape
from .scim_shapes import Group as GroupShape
from .scim_shapes import GroupMember as MemberShape
from .scim_shapes import Membership as MembershipShape
from .scim_shapes import Name as NameShape
from .scim_shapes import PhoneNumber as PhoneShape

Whole = User[EnterpriseUser]


def handler(actor: Actor) -> ScimHandler:
    """What serves one request of one actor."""
    return ScimHandler(ScimService(PROVIDER), Accounts(actor))


MOST_MET = 2_000
"""Rows a filter may need to have compared one by one; more is refused (`tooMany`)."""


def _short(label: str, text: str | None, longest: int) -> str:
    value = " ".join((text or "").replace("\0", "").split())
    if len(value) > longest:
        raise InvalidValueException(detail=f"{label}: en çok {longest} harf.")
    return value


class Accounts(ScimStorage):
    """Reads and writes accounts and groups for the protocol; every change leaves a line of the trail."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor

    @contextmanager
    def operation(self) -> Iterator[None]:
        with transaction.atomic():
            yield

    # Reading ------------------------------------------------------------------------------------------------------

    def _users(self) -> QuerySet[people.User]:
        return people.User.objects.exclude(scim__removed_at__isnull=False).select_related("scim")

    def _groups(self) -> QuerySet[Group]:
        return Group.objects.filter(connection=None, gone_at=None).prefetch_related("members__user")

    def _user(self, resource_id: str | None, *, lock: bool = False) -> people.User:
        if not resource_id or not resource_id.isascii() or not resource_id.isdigit() or len(resource_id) > 18:
            raise NotFoundException(detail="Hesap bulunamadı.")
        if lock:
            people.User.objects.select_for_update().filter(pk=int(resource_id)).first()
        user = self._users().filter(pk=int(resource_id)).first()
        if user is None:
            raise NotFoundException(detail="Hesap bulunamadı.")
        return user

    def _group(self, resource_id: str | None, *, lock: bool = False) -> Group:
        uid = resource_id or ""
        if lock:
            Group.objects.select_for_update().filter(connection=None, uid=uid).first()
        group = self._groups().filter(uid=uid).first() if len(uid) <= 120 and "\0" not in uid else None
        if group is None:
            raise NotFoundException(detail="Grup bulunamadı.")
        return group

    def get(
        self,
        resource_type: ResourceType,
        resource_id: str,
        *,
        response_parameters: ResponseParameters[Any] | None = None,
    ) -> Any:
        if resource_type.name == "User":
            return shown(self._user(resource_id))
        return shown_group(self._group(resource_id))

    def search(
        self,
        resource_types: list[ResourceType],
        search_request: SearchRequest[Any],
        *,
        position: Any = None,
    ) -> SearchPage:
        """What the database can say exactly it counts, sorts and pages; the rest it narrows down, and what is left
        is compared here, as long as it is not too much."""
        del position
        start = search_request.start_index_0 or 0
        stop = None if search_request.count is None else start + search_request.count
        single = len(resource_types) == 1
        found: list[Any] = []
        for resource_type in resource_types:
            rows, exact = self._asked(resource_type, search_request)
            if single and exact:
                return SearchPage(rows.count(), self._shown(resource_type, list(rows[start:stop])))
            met = list(rows[: MOST_MET + 1])
            if len(met) > MOST_MET:
                raise TooManyException(
                    detail=f"Süzgeç {MOST_MET} kayıttan çoğunu tek tek karşılaştırmayı gerektiriyor; userName, "
                    "externalId, id, active ya da meta.lastModified ile daraltın."
                )
            found += self._shown(resource_type, met)
        wanted = search_request.filter
        if wanted is not None:
            found = [one for one in found if _matches(wanted, one)]
        if search_request.sort_by is not None:
            found.sort(key=lambda one: _sort_key(search_request, one))
            if search_request.sort_order == SearchRequest.SortOrder.descending:
                found.reverse()
        return SearchPage(len(found), found[start:stop])

    def _asked(
        self, resource_type: ResourceType, search_request: SearchRequest[Any]
    ) -> tuple[QuerySet[people.User] | QuerySet[Group], bool]:
        """The rows a request may be about, in its order; and whether they are just those."""
        people_asked = resource_type.name == "User"
        columns, orders = (scim.USERS, scim.ORDER_OF_USERS) if people_asked else (scim.GROUPS, scim.ORDER_OF_GROUPS)
        told = scim.condition(search_request.filter, columns)
        by = str(search_request.sort_by or "")
        order = orders.get(by.lower()) if by else "pk"
        sign = "-" if by and search_request.sort_order == SearchRequest.SortOrder.descending else ""
        exact = told.exact and order is not None
        ordering = [f"{sign}{order or 'pk'}", *([f"{sign}pk"] if by else [])]
        if people_asked:
            users = scim.comparable_users(self._users())
            users = users.filter(told.q) if told.q is not None else users
            return users.order_by(*ordering), exact
        groups = scim.comparable_groups(self._groups())
        groups = groups.filter(told.q) if told.q is not None else groups
        return groups.order_by(*ordering), exact

    def _shown(self, resource_type: ResourceType, rows: list[Any]) -> list[Any]:
        return _shown_all(rows) if resource_type.name == "User" else [shown_group(row) for row in rows]

    # Writing ------------------------------------------------------------------------------------------------------

    def create(self, resource_type: ResourceType, resource: Any) -> Any:
        if resource_type.name == "Group":
            group = Group(uid=uuid.uuid4().hex)
            self._fill_group(group, resource)
            tell("group", group.uid, "add", self.actor, access.SCIM)
            return shown_group(self._group(group.uid))
        name = username(resource.user_name)
        known = people.User.objects.filter(username=name).select_related("scim").first()
        if known is not None:
            kept = getattr(known, "scim", None)
            if kept is None or kept.removed_at is None:
                raise UniquenessException(detail="Bu kullanıcı adı kayıtlı.")
            kept.removed_at = None
            kept.save()
            user, verb = known, "scim_again"
        else:
            user, verb = people.User(username=name, is_active=True), "scim_add"
            user.set_unusable_password()
        self._fill(user, resource, fresh=known is None)
        tell_person(user.pk, verb, self.actor, access.SCIM)
        return shown(self._user(str(user.pk)))

    def update(self, resource_type: ResourceType, resource: Any, *, expected_version: str | None = None) -> Any:
        if resource_type.name == "Group":
            group = self._group(resource.id, lock=True)
            _unchanged(shown_group(group), expected_version)
            self._fill_group(group, resource)
            tell("group", group.uid, "edit", self.actor, access.SCIM)
            return shown_group(self._group(group.uid))
        user = self._user(resource.id, lock=True)
        _unchanged(shown(user), expected_version)
        self._guard(user)
        user.username = username(resource.user_name)
        self._fill(user, resource, fresh=False)
        tell_person(user.pk, "scim_edit", self.actor, access.SCIM)
        return shown(self._user(str(user.pk)))

    def delete(self, resource_type: ResourceType, resource_id: str, *, expected_version: str | None = None) -> None:
        """A group goes; a person never does: the account is closed, and what he did keeps his name."""
        if resource_type.name == "Group":
            group = self._group(resource_id, lock=True)
            _unchanged(shown_group(group), expected_version)
            group.gone_at = now()
            group.save(update_fields=["gone_at"])
            group.members.all().delete()
            tell("group", group.uid, "remove", self.actor, access.SCIM)
            return
        user = self._user(resource_id, lock=True)
        _unchanged(shown(user), expected_version)
        self._guard(user)
        close(user, actor=self.actor, permission=access.SCIM, note="SCIM: hesap kaldırıldı")
        kept, _ = ScimAccount.objects.get_or_create(user=user)
        kept.removed_at = now()
        kept.save(update_fields=["removed_at", "changed_at"])
        GroupMember.objects.filter(user=user).delete()

    def _guard(self, user: people.User) -> None:
        """Administrators are changed by administrators, on screen; a key does not lock the house."""
        if user.pk == self.actor.user_id or any(
            seat.position == Position.ADMINISTRATOR for seat in seats_of(user.pk)
        ):
            raise ForbiddenException(detail="Sistem yöneticisinin hesabı SCIM ile değiştirilmez.")

    def _fill(self, user: people.User, resource: Any, *, fresh: bool) -> None:
        name = resource.name
        given = _short("Adı", name.given_name if name else "", 80)
        family = _short("Soyadı", name.family_name if name else "", 80)
        user.first_name, user.last_name = given or ("" if family else user.username[:80]), family
        user.title = _short("Unvan", resource.title, 80)
        user.email = _short("E-posta", _primary(resource.emails), 254)
        user.phone = _short("Telefon", _primary(resource.phone_numbers), 32)
        extension = resource[EnterpriseUser] if EnterpriseUser in resource.get_extension_models().values() else None
        number = _short("Sicil no", extension.employee_number if extension else "", 100)
        # a number longer than ours is the sender's own: it is kept for him, and is nobody's registry number here
        user.registry_number = number if 0 < len(number) <= 20 else None
        try:
            with transaction.atomic():
                if fresh:
                    user.is_active = resource.active is not False
                user.save()
        except IntegrityError as error:
            what = "e-posta adresi" if "email" in str(error) else "kullanıcı adı ya da sicil numarası"
            raise UniquenessException(detail=f"Bu {what} başka bir hesapta kayıtlı.") from None
        kept, _ = ScimAccount.objects.get_or_create(user=user)
        kept.external_id = _short("externalId", resource.external_id, 200)
        kept.more = {
            "emails": [_told(one) for one in resource.emails or []],
            "phones": [_told(one) for one in resource.phone_numbers or []],
            "department": _short("Birim", extension.department if extension else "", 200),
            "named": bool(name and (given or family)),
            "silent": not fresh and resource.active is None,
            "number": number if len(number) > 20 else "",
        }
        kept.save()
        if not fresh and resource.active is not None:
            if resource.active:
                reopen(user, actor=self.actor, permission=access.SCIM, note="SCIM: hesap açıldı")
            else:
                close(user, actor=self.actor, permission=access.SCIM, note="SCIM: hesap kapatıldı")

    def _fill_group(self, group: Group, resource: Any) -> None:
        group.name = _short("Grup adı", resource.display_name, 200)
        if not group.name:
            raise InvalidValueException(detail="Gruba bir ad verin.")
        group.external_id = _short("externalId", resource.external_id, 200)
        group.save()
        wanted = set()
        for member in resource.members or []:
            value = member.value or ""
            if not value.isascii() or not value.isdigit() or len(value) > 18:
                raise InvalidValueException(detail="Grup üyesi bir hesap olmalı.")
            wanted.add(int(value))
        known = set(self._users().filter(pk__in=wanted).values_list("pk", flat=True))
        if wanted - known:
            raise InvalidValueException(detail="Grup üyelerinden biri bulunamadı.")
        have = set(group.members.filter(user__isnull=False).values_list("user_id", flat=True))
        group.members.filter(user_id__in=have - wanted).delete()
        GroupMember.objects.bulk_create(GroupMember(group=group, user_id=key) for key in sorted(wanted - have))


def username(text: str | None) -> str:
    name = (text or "").strip().lower()
    if not re.match(people.USERNAME, name) or len(name) > 60:
        words = "Kullanıcı adı küçük harf, rakam, nokta, tire ve alt çizgiden oluşur; en çok 60 işarettir."
        raise InvalidValueException(detail=words)
    return name


def _primary(rows: Any) -> str:
    """The value that Konak keeps in its own column: the primary one, else the first."""
    chosen = next((one for one in rows or [] if one.primary), None) or next(iter(rows or []), None)
    return (chosen.value or "") if chosen is not None else ""


def _told(one: Any) -> dict[str, Any]:
    return {
        key: value
        for key, value in (("value", one.value), ("type", one.type), ("primary", one.primary))
        if value is not None
    }


def _unchanged(resource: Any, expected_version: str | None) -> None:
    if expected_version is not None and resource.meta.version != expected_version:
        raise PreconditionFailedException(detail="Kayıt bu arada değişti.")


def _matches(wanted: Any, one: Any) -> bool:
    return bool(wanted.match(one))


def _sort_key(search_request: SearchRequest[Any], one: Any) -> tuple[bool, Any, str]:
    value = search_request.sort_value(one)
    return value is None, value if value is not None else "", one.id


def _version(resource: Any) -> str:
    """A mark that changes with whatever is shown."""
    told = json.dumps(resource.model_dump(), sort_keys=True, default=str)
    return f'W/"{hashlib.sha256(told.encode()).hexdigest()[:20]}"'


def _memberships(ids: list[int]) -> dict[int, list[Group]]:
    found: dict[int, list[Group]] = {}
    rows = GroupMember.objects.filter(user_id__in=ids, group__gone_at=None, group__connection=None)
    for row in rows.select_related("group").order_by("group__name"):
        found.setdefault(row.user_id or 0, []).append(row.group)
    return found


def _shown_all(users: list[people.User]) -> list[Any]:
    groups = _memberships([user.pk for user in users])
    return [shown(user, groups.get(user.pk, [])) for user in users]


def shown(user: people.User, groups: list[Group] | None = None) -> Any:
    """An account as the protocol shows it."""
    kept: ScimAccount | None = getattr(user, "scim", None)
    more = kept.more if kept else {}
    groups = _memberships([user.pk]).get(user.pk, []) if groups is None else groups
    named = more.get("named", True)
    found = Whole(
        id=str(user.pk),
        external_id=(kept.external_id or None) if kept else None,
        user_name=user.username,
        name=NameShape(given_name=user.first_name or None, family_name=user.last_name or None) if named else None,
        display_name=user.full_name,
        title=user.title or None,
        active=None if more.get("silent") else user.is_active,
        emails=_values(EmailShape, more.get("emails"), user.email),
        phone_numbers=_values(PhoneShape, more.get("phones"), user.phone),
        groups=[MembershipShape(value=group.uid, display=group.name) for group in groups] or None,
    )
    department = more.get("department") or None
    number = user.registry_number or more.get("number") or None
    if number or department:
        found[EnterpriseUser] = EnterpriseUser(employee_number=number, department=department)
    changed = kept.changed_at if kept else user.joined_at
    found.meta = Meta(resource_type="User", created=user.joined_at, last_modified=changed, version=_version(found))
    return found


def _values(shape: Any, kept: Any, own: str) -> Any:
    """The list as the sender keeps it, as long as its primary value is still Konak's own."""
    rows = [shape(**one) for one in kept or []]
    if _primary(rows) == own:
        return rows or None
    return [shape(value=own, primary=True)] if own else None


def _place(user_id: int | None) -> Any:
    """Where an account stands, below the root of the protocol; the library makes an address of it."""
    return f"Users/{user_id}"


def shown_group(group: Group) -> Any:
    rows = sorted((row for row in group.members.all() if row.user is not None), key=lambda row: row.user_id or 0)
    members = [MemberShape(value=str(row.user_id), ref=_place(row.user_id)) for row in rows]
    found = GroupShape(
        id=group.uid, external_id=group.external_id or None, display_name=group.name, members=members or None
    )
    found.meta = Meta(
        resource_type="Group", created=group.created_at, last_modified=group.changed_at, version=_version(found)
    )
    return found
