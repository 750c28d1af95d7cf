"""The minute of a closed file is signed by whoever stands for its sides, and checked by anybody with its code."""

from collections.abc import Callable

from django.db import transaction

from konak.foundation.access import Actor
from konak.foundation.documents.services import render_pdf
from konak.foundation.files.services import store_as_is
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import User
from konak.governance.staffing import public as staffing
from konak.office.esignature import public as esignature

from .. import access
from ..models import Movement
from ..queries import movements as queries
from ..queries.paper import minute

PURPOSE = "access_requests.minute"


def signed_minutes(number: str) -> list[esignature.RequestFacts]:
    """Every request to sign the minute of a file, the newest first; the caller answers for who may see the file."""
    return esignature.requests_for([PURPOSE], number)


@transaction.atomic
def present(
    number: str,
    *,
    actor: Actor,
    head: User,
    personnel: User,
    person: User | None = None,
    verify: Callable[[str], str],
) -> esignature.RequestFacts:
    """Lay the minute before its sides; whoever left may have no card any more.

    `verify` turns the code of the paper into the address that is printed on it. Raises `Refused`.
    """
    row = queries.movement(actor, number)
    row = Movement.objects.select_for_update(of=("self",)).select_related("case__unit").get(pk=row.pk)
    if not (actor.reach(access.MOVE).covers(row.case) or staffing.in_personnel(actor)):
        raise Refused("Tutanağı, personel birimi ya da birimin amiri imzaya sunar.")
    if row.case.closed_at is None:
        raise Refused("Dosya kapanmadan tutanak imzaya sunulmaz; önce her kalem kanıtlanmalı.")
    if any(one.state in {"open", "signed"} for one in signed_minutes(number)):
        raise Refused("Bu dosyanın tutanağı imzada ya da imzalanmış.")
    sides = [("Birim amiri", head), ("Personel birimi", personnel), ("Kişi", person)]
    there = [(words, user) for words, user in sides if user is not None]
    code = esignature.issue_code(
        actor=actor, purpose=PURPOSE, reference=number, title=f"Tutanak {number}", secret=row.case.secrecy > 0
    )
    content = store_as_is(
        actor=actor,
        content=render_pdf(
            "access_requests/minute",
            minute(row, queries.lines(row), verify(code), [(words, user.full_name) for words, user in there]),
            standard="a-1b",
        ),
        name=f"{number}-tutanak.pdf",
        media_type="application/pdf",
        unit_id=row.case.unit_id,
        purpose="access_requests.minute",
    )
    return esignature.request_signatures(
        actor=actor,
        purpose=PURPOSE,
        reference=number,
        subject=f"Tutanak {number}: {row.case.subject}"[:250],
        content=content,
        signers=[esignature.Wanted(user.pk, esignature.Role.SIGN, 1, words) for words, user in there],
        unit_id=row.case.unit_id,
        url=f"/yetkiler/hareketler/{number}/",
        secrecy=row.case.secrecy,
    )


@transaction.atomic
def signed(number: str, *, actor: Actor, key: str) -> None:
    """All have signed: whoever types the code of the minute sees their signatures."""
    file = esignature.signed_file(key)
    if file is not None:
        esignature.issue_code(actor=actor, purpose=PURPOSE, reference=number, file=file)
