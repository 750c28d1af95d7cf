"""Files for programs that may not stay: opened, asked to be removed, removed, licensed or allowed."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.calendar.services import add_working_days
from konak.foundation.cases.services import open_case, take
from konak.foundation.lifecycle import Refused, Step

from .. import access, lifecycle, queries
from ..lifecycle import FOUND, SETTLED
from ..models import Computer, Finding, Install, Wrong
from .common import may

WORKING_DAYS = {Wrong.BANNED: 3, Wrong.UNLICENSED: 10, Wrong.UNREVIEWED: 15}
"""Until when such a program has to be gone, licensed or decided on: a habit of the house, no law."""
MOST = 200


@transaction.atomic
def open_finding(*, actor: Actor, install_id: int, wrong: str) -> Finding:
    """Open a file for a program on a computer; one at a time for the same program there."""
    if wrong not in Wrong.values:
        raise Refused("Uygunsuzluğun türünü seçin.")
    reach = actor.reach(access.VIEW).q("computer__", Computer.owners)
    install = Install.objects.select_related("computer", "product").get(reach, pk=install_id)
    may(actor, access.SETTLE, install.computer)
    if install.product is None:
        raise Refused("Bu program tanınmıyor; önce bir kuralla hangi yazılım olduğunu söyleyin.")
    if install.removed_on is not None:
        raise Refused("Program bu bilgisayardan kaldırılmış.")
    made = Finding(wrong=wrong, product=install.product, computer=install.computer, install=install)
    try:
        with transaction.atomic():
            open_case(
                made,
                actor=actor,
                permission=access.SETTLE,
                unit_id=install.computer.unit_id,
                subject=f"{Wrong(wrong).label}: {install.product.name}, {install.computer.name}"[:250],
                due_on=add_working_days(localdate(), WORKING_DAYS[Wrong(wrong)]),
            )
    except IntegrityError:
        raise Refused("Bu bilgisayardaki bu yazılım için açık bir dosya zaten var.") from None
    publish(FOUND, number=made.case.number)
    return made


@transaction.atomic
def open_findings(*, actor: Actor, wrong: str, product_id: int | None = None) -> list[Finding]:
    """Files for everything of a kind that has none yet, at most so many at once."""
    waiting = [one for one in queries.suspects(actor, wrong, product_id) if one.finding is None]
    seen: set[tuple[int, int | None]] = set()
    made = []
    for one in waiting[:MOST]:
        key = (one.install.computer_id, one.install.product_id)
        if key not in seen:
            seen.add(key)
            made.append(open_finding(actor=actor, install_id=one.install.pk, wrong=wrong))
    if not made:
        raise Refused("Dosyası açılmamış uygunsuzluk yok.")
    return made


def _end(step: Step, number: str, actor: Actor, why: str = "") -> Finding:
    with take(step, Finding, number, actor) as one:
        one.is_open = False
        one.why = why.strip()
        publish(SETTLED, number=number)
    return one


def ask(number: str, *, actor: Actor) -> Finding:
    """The holder was asked to have it removed."""
    with take(lifecycle.ASK, Finding, number, actor) as one:
        one.case.assignee_id = one.case.assignee_id or actor.user_id
    return one


def removed(number: str, *, actor: Actor) -> Finding:
    """An inventory shows that it is gone."""
    return _end(lifecycle.REMOVED, number, actor)


@transaction.atomic
def license_(number: str, *, actor: Actor, why: str = "") -> Finding:
    """There is a right for it now: given to the computer or its holder, or enough of them for all."""
    one = queries.finding(actor, number)
    position = queries.position_of(actor, one.product)
    given = one.computer.assignments.filter(until=None, entitlement__product=one.product).exists()
    if position.gap and not given:
        raise Refused(
            f"{one.product.name} için {position.gap} lisans hâlâ eksik; lisansı kaydedin ya da bu bilgisayara atayın."
        )
    return _end(lifecycle.LICENSE, number, actor, why)


@transaction.atomic
def allow(number: str, *, actor: Actor, why: str) -> Finding:
    """It may stay on this computer, for a reason that is written down."""
    if not why.strip():
        raise Refused("İznin gerekçesini yazın.")
    return _end(lifecycle.ALLOW, number, actor, why)


def settle_removed(*, actor: Actor, computer_ids: Sequence[int]) -> int:
    """Close the files of programs an inventory no longer shows, as far as the actor may."""
    reach = actor.reach(access.SETTLE)
    settled = 0
    rows = Finding.objects.filter(is_open=True, computer_id__in=computer_ids, install__removed_on__isnull=False)
    for one in rows.select_related("case"):
        if reach.covers(one.case):
            removed(one.case.number, actor=actor)
            settled += 1
    return settled
