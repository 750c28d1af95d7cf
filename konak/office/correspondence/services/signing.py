"""Signatures of a letter: the first digest of its package goes before the signers, what comes back dates the letter.

The order of digests (decision 0010): page with the reserved number → metadata → first digest → signatures → date and
number (NihaiUstveri) → last digest → seal. What was digested is kept as it was and never made again.
"""

import uuid
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.access.queries import actor_of
from konak.foundation.cases.services import tell
from konak.foundation.files.models import StoredFile
from konak.foundation.files.services import open_blob, store_as_is
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import User
from konak.foundation.people.positions import Clearance
from konak.office.esignature import public as esignature

from .. import queries
from ..models import Addressee, Delivery, DispatchState, Letter, Mode, Party, RouteStep, Urgency
from ..packaging import Attached, Drafted, Face, Named, Reach, Signed, Whole, check, skeleton
from . import composing
from .marking import marked, named

PURPOSE, CODE = "correspondence.sign", "correspondence.letter"
SECRECY = {
    Clearance.NONE: "YOK",
    Clearance.OFFICIAL: "HZO",
    Clearance.RESTRICTED: "OZL",
    Clearance.SECRET: "GZL",
    Clearance.TOP_SECRET: "CGZ",
}
JOB = Actor(None, via="job")


def bytes_of(stored: StoredFile) -> bytes:
    with open_blob(stored) as stream:
        return stream.read()


def code_for(letter: Letter, actor: Actor) -> str:
    """The code printed on the letter; its page tells of a secret letter only that it is genuine."""
    return esignature.issue_code(
        actor=actor,
        purpose=CODE,
        reference=letter.case.number,
        title=f"{letter.official} {letter.case.subject}",
        secret=letter.case.secrecy > 0 or letter.is_personal,
    )


def judge(signature: bytes, roots: Path | None = None) -> str:
    """A signature in a package: "ok", why not, or "?" and why it cannot be told, by the roots in a folder."""
    found = esignature.verify(signature, roots=roots)
    if found.clean:
        return "ok"
    words = "; ".join(found.reasons) or "doğrulanamadı"
    bad = found.integrity is esignature.Integrity.BROKEN or found.trust is esignature.Trusted.REVOKED
    return words if bad else f"?{words}"


# ---- before the signature ------------------------------------------------------------------------------------------


def open_signature(letter: Letter, steps: Sequence[RouteStep], actor: Actor) -> None:
    """Lay the first digest before those who sign, in their order; the page stands beside it."""
    kept, digest = skeleton(_drafted(letter))
    letter.skeleton = store_as_is(
        actor=actor, content=kept, name=f"{letter.official}.taslak.eyp", media_type="application/eyazisma",
        unit_id=letter.case.unit_id, purpose="correspondence",
    )  # fmt: skip
    content = store_as_is(
        actor=actor, content=digest, name="PaketOzeti.xml", media_type="application/xml",
        unit_id=letter.case.unit_id, purpose="correspondence",
    )  # fmt: skip
    places = sorted({step.place for step in steps})
    facts = esignature.request_signatures(
        # asked in the name of the author, who may take it back whoever gave the last initial
        actor=_asker(letter, actor),
        purpose=PURPOSE,
        reference=letter.case.number,
        subject=letter.case.subject,
        content=content,
        preview=letter.signing_copy,
        form=esignature.Format.ENVELOPING,
        level=esignature.Level.LT,
        signers=[
            esignature.Wanted(step.person_id, esignature.Role.SIGN, places.index(step.place) + 1, step.title[:200])
            for step in steps
        ],
        unit_id=letter.case.unit_id,
        url=f"/evrak/yazi/{letter.case.number}/",
        secrecy=letter.case.secrecy,
    )
    for step in steps:
        step.signature = str(facts.key)
        step.save(update_fields=["signature"])


def close_signature(letter: Letter, actor: Actor, why: str) -> None:
    """Take the letter back from those who sign."""
    keys = letter.route.filter(round=letter.round).exclude(signature="").values_list("signature", flat=True)
    for key in set(keys):
        facts = esignature.facts_of(key)
        if facts and facts.state == "open":
            esignature.withdraw(key, actor=_asker(letter, actor), why=why or "Yazı geri çekildi")


def _asker(letter: Letter, actor: Actor) -> Actor:
    """A request is taken back by who asked: the author, or whoever presented it."""
    opener = letter.case.opened_by_id
    return actor_of(opener, via=actor.via) if opener and opener != actor.user_id else actor


def _face(one: Addressee) -> Face:
    first, _, last = one.name.rpartition(" ")
    kind = {Party.UNIT: "body", Party.BODY: "body", Party.COMPANY: "company", Party.PERSON: "person"}[
        Party(one.party)
    ]
    if kind == "body" and not one.detsis:
        kind = "company"
    return Face(
        kind,
        one.name,
        one.detsis if kind == "body" else one.identity,
        first_name=first,
        last_name=last,
        email=one.email,
        kep=one.kep,
        address=one.address,
    )


def _drafted(letter: Letter) -> Drafted:
    head = queries.head_of(letter.case.unit_id)
    lines = queries.heading(letter.case.unit_id)
    assert letter.signing_copy is not None
    annexes = list(letter.annexes.select_related("file__blob"))
    days = (letter.answer_by - localdate()).days if letter.answer_by else None
    receivers = [
        Reach(
            _face(one),
            one.purpose,
            letter.urgency,
            max(days, 0) if days is not None and letter.urgency == Urgency.BY_DAY else None,
            [str(key) for key in one.without],
        )
        for one in letter.addressees.all()
    ]
    sender = Face(
        "body",
        f"{settings.MUNICIPALITY} {lines[-1] if len(lines) > 2 else ''}".strip(),
        queries.unit_number(letter.case.unit_id),
        phone=head.phone if head else "",
        email=head.email if head else "",
        kep=head.kep if head else "",
        web=head.web if head else "",
        address=head.address if head else "",
    )
    return Drafted(
        id=str(letter.document_id),
        subject=letter.case.subject,
        letter=bytes_of(letter.signing_copy),
        file_name=f"{letter.official}.pdf",
        sender=sender,
        # an approval has no addressee but the house itself
        receivers=receivers or [Reach(sender, "GRG", letter.urgency)],
        verify_at=composing.verify_url(),
        secrecy=SECRECY[Clearance(letter.degree)],
        annexes=[
            Attached(
                str(one.annex_id),
                one.place,
                one.name,
                one.kind,
                named(one.file.name, one.place, len(annexes)) if one.file else "",
                one.file.media_type if one.file else "application/octet-stream",
                marked(bytes_of(one.file), one.file.media_type, one.place, len(annexes)) if one.file else None,
                one.reference,
                one.is_signed,
            )
            for one in annexes
        ],
        referred=[
            Named(str(uuid.uuid5(letter.document_id, f"ilgi{one.pk}")), label, one.words, one.number, one.on)
            for label, one in composing.labelled(letter)
        ],
        code=(letter.file_code.code, letter.file_code.name),
        own_id=letter.case.number,
    )


def publish_code(letter: Letter, actor: Actor) -> None:
    """From now on the code shows the letter and its signature."""
    keys = letter.route.filter(round=letter.round).exclude(signature="").values_list("signature", flat=True)
    esignature.issue_code(
        actor=actor,
        purpose=CODE,
        reference=letter.case.number,
        title=f"{letter.official} {letter.case.subject}",
        file=letter.final_copy,
        signature=next((esignature.signed_file(key) for key in keys), None),
        secret=letter.case.secrecy > 0 or letter.is_personal,
    )


# ---- after the signature -------------------------------------------------------------------------------------------


def make_package(letter: Letter) -> str:
    """Build the package of a signed letter, sealed by the institution; returns why there is none, or ""."""
    if letter.mode != Mode.ELECTRONIC or letter.skeleton is None or letter.signed_at is None:
        return "Elektronik ortamda imzalanmamış yazının paketi olmaz."
    if letter.package_id:
        return ""
    steps = [step for step in letter.route.filter(round=letter.round).select_related("person") if step.signature]
    signature = esignature.signed_file(steps[-1].signature) if steps else None
    if signature is None:
        return "İmzalı dosya bulunamadı."
    kept = bytes_of(letter.skeleton)
    signed = Signed(letter.official, letter.signed_at, bytes_of(signature), [_person(step) for step in steps])
    whole = Whole(kept, signed)
    try:
        seal = esignature.seal(
            actor=JOB,
            content=whole.last,
            form=esignature.Format.ENVELOPING,
            level=esignature.Level.LTA,
        )
    except Refused as refusal:
        return str(refusal)
    package = whole.sealed(seal)
    report = check(package)
    if report.digests != "ok" or report.violations:
        raise RuntimeError(f"our own package is wrong: {report.digests} {report.violations}")
    letter.package = store_as_is(
        actor=JOB, content=package, name=f"{str(letter.document_id).upper()}.eyp", media_type="application/eyazisma",
        unit_id=letter.case.unit_id, purpose="correspondence",
    )  # fmt: skip
    return ""


def _person(step: RouteStep) -> dict[str, str]:
    person: User = step.person
    return {
        "first_name": person.first_name,
        "last_name": person.last_name,
        "title": step.title,
        "office": step.on_behalf or step.title,
        "purpose": "Olur" if step.kind == "approval" else "İmza",
        "at": step.at.isoformat() if step.at else "",
    }


@transaction.atomic
def package_of(number: str, *, actor: Actor) -> str:
    """Make the package that could not be made at the signature; returns why it still cannot, or ""."""
    letter = Letter.objects.select_for_update(of=("self", "case")).get(case__number=number)
    if actor.user_id is not None and not queries.sees(actor, letter):
        raise Letter.DoesNotExist
    why = make_package(letter)
    letter.save(update_fields=["package"])
    waiting = letter.addressees.filter(channel__in=(Delivery.PACKAGE, Delivery.KEP), state=DispatchState.WAITING)
    waiting.update(state_why=why[:300])
    if not why:
        tell(letter.case, "package", actor)
    return why
