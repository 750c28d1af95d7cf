"""The way to the signature: presented, initialled one after another, returned with a reason, called back, signed."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import IO

from django.db import transaction
from django.utils.timezone import localdate, now

from konak.foundation.access import Actor
from konak.foundation.access.queries import actor_of
from konak.foundation.announce import publish
from konak.foundation.cases.services import take, tell
from konak.foundation.files.models import StoredFile
from konak.foundation.files.services import store, store_as_is
from konak.foundation.lifecycle import Refused
from konak.foundation.notify.services import notify
from konak.foundation.numbering.services import next_number
from konak.foundation.people.positions import Clearance
from konak.office.esignature import public as esignature

from .. import access, lifecycle, queries
from ..models import Incoming, Letter, LetterKind, Mode, Party, RouteKind, RouteStep, Urgency
from . import composing, handing, signing
from .drafting import usable_code
from .keeping import locked, reclose
from .referring import leads

SERIES = {Mode.ELECTRONIC: "SAYI", Mode.FORCED: "SAYI"}
"""Electronic and paper letters share one register; that of emergencies is kept apart until it is entered (m. 4)."""
SIGNING = (RouteKind.SIGNATURE, RouteKind.APPROVAL)


def reserve(letter: Letter) -> str:
    """Draw the number of a letter, inside the caller's transaction: with it or not at all. Drawn once, it stays with
    the letter whatever becomes of it; a changed code changes only its middle."""
    detsis = queries.unit_number(letter.case.unit_id)
    if not detsis:
        raise Refused("Birimin ve üst birimlerinin DETSİS numarası yok; yazı numara alamaz.")
    if letter.register_no is None:
        year = localdate().year
        letter.register_year = year
        letter.register_no = int(next_number(SERIES[Mode(letter.mode)], year).rpartition("-")[2])
        letter.numbered_at = now()
    code = letter.file_code.code + (f"[{letter.case_code}]" if letter.case_code else "")
    letter.official = f"{letter.mode}-{detsis}-{code}-{letter.register_no}"
    return letter.official


def complete(letter: Letter) -> None:
    """What must stand before a letter may be presented."""
    usable_code(letter.file_code.code)
    if not letter.body.strip():
        raise Refused("Yazının metni boş.")
    addressees = list(letter.addressees.all())
    if letter.kind != LetterKind.APPROVAL and not addressees:
        raise Refused("Yazının muhatabı yok.")
    if letter.kind == LetterKind.INTERNAL and any(one.party != Party.UNIT for one in addressees):
        raise Refused("İç yazının muhatabı yalnız kurum içi birim olur; dışarıya giden yazı için türü değiştirin.")
    if letter.kind != LetterKind.APPROVAL and not any(one.purpose == "GRG" for one in addressees):
        raise Refused("En az bir muhatap «gereği» için olmalı.")
    if letter.case.secrecy:
        for one in addressees:
            if one.unit_id is not None and leads(one.unit_id) is None:
                raise Refused(f"Gizli ve kişiye özel yazı birimin amirine verilir; {one.name} biriminin amiri yok.")
    if letter.urgency == Urgency.BY_DAY and letter.answer_by is None:
        raise Refused("Günlü yazıda cevap için son gün yazılmalı.")
    if letter.mode == Mode.ELECTRONIC and letter.case.secrecy >= Clearance.RESTRICTED:
        raise Refused(
            "ÖZEL ve üstü gizlilikteki yazı elektronik ortamda üretilmez (2646 m. 25); üretim ortamını «Zorunlu hâl» "
            "seçip ıslak imzalayın."
        )
    waiting = letter.remarks.filter(settled_at=None).count()
    if waiting:
        raise Refused(f"Giderilmemiş {waiting} görüş var; önce giderin.")
    if letter.kind == LetterKind.APPROVAL:
        kinds = list(letter.route.filter(round=letter.round).values_list("kind", flat=True))
        if RouteKind.APPROVAL not in kinds:
            raise Refused("Olur yazısının güzergâhında olur makamı yok.")


def submit(number: str, *, actor: Actor) -> Letter:
    """Present a draft: its number is reserved, its page for the signature is made, the first on the way is asked."""
    with take(lifecycle.SUBMIT, Letter, number, actor) as letter:
        if letter.round == 0:
            _next_round(letter)
        steps = list(letter.route.filter(round=letter.round))
        if not any(step.kind in SIGNING for step in steps):
            raise Refused("Güzergâhta imza atacak kimse yok; güzergâhı belirleyin.")
        complete(letter)
        _substitute(steps)
        _may_sign(steps)
        if letter.mode == Mode.ELECTRONIC:
            reserve(letter)
            letter.verification_code = signing.code_for(letter, actor)
            letter.signing_copy = _kept(letter, composing.signing_copy(letter), actor)
        else:
            composing.checked(composing.page_data(letter))
        _skip_author(letter, actor)
        _advance(letter, actor)
    return letter


def _kept(letter: Letter, page: bytes, actor: Actor) -> StoredFile:
    return store_as_is(
        actor=actor,
        content=page,
        name=f"{letter.official}.pdf",
        media_type="application/pdf",
        unit_id=letter.case.unit_id,
        purpose="correspondence",
    )


def _may_sign(steps: Iterable[RouteStep]) -> None:
    """Who is asked to sign holds the right to from some seat today: his own, or one he stands in for."""
    for step in steps:
        if step.kind in SIGNING and not _holds(step.person_id):
            raise Refused(f"{step.name} için «{access.SIGN.label}» yetkisi yok; güzergâhta yerine başkasını seçin.")


def _holds(user_id: int) -> bool:
    return any(seat.scope_of(access.SIGN) for seat in actor_of(user_id).seats)


def _next_round(letter: Letter) -> None:
    letter.route.filter(round=letter.round, state="waiting").update(round=letter.round + 1)
    letter.round += 1


def _substitute(steps: Sequence[RouteStep]) -> None:
    """Who is away is stood in for by whom the directory names today."""
    for step in steps:
        if step.seat is None or step.style != "own":
            continue
        stands = queries.present(step.seat.unit_id, step.seat.position)
        if stands and stands.style == "acting" and stands.user_id != step.person_id:
            step.person_id, step.seat_id = stands.user_id, stands.appointment_id
            step.name, step.title, step.style, step.on_behalf = (
                stands.name,
                stands.title,
                stands.style,
                stands.on_behalf,
            )
            step.save()


def _skip_author(letter: Letter, actor: Actor) -> None:
    """An initial of the one who presents it is given by presenting."""
    rows = letter.route.filter(round=letter.round, kind=RouteKind.INITIAL, person_id=actor.user_id)
    rows.update(state="done", at=now(), taken_by_id=actor.user_id)


def _advance(letter: Letter, actor: Actor) -> None:
    """Ask those of the next place; with none left the letter is signed."""
    steps = list(letter.route.filter(round=letter.round))
    if any(step.state == "active" for step in steps):
        return
    waiting = [step for step in steps if step.state == "waiting"]
    if not waiting:
        return
    place = min(step.place for step in waiting)
    asked = [step for step in waiting if step.place == place]
    for step in asked:
        step.state, step.asked_at = "active", now()
        step.save(update_fields=["state", "asked_at"])
    letter.case.assignee_id = asked[0].person_id
    if letter.mode == Mode.ELECTRONIC and asked[0].kind in SIGNING and not asked[0].signature:
        # the signature page tells those whose turn it is
        signing.open_signature(letter, [step for step in steps if step.kind in SIGNING], actor)
        return
    for step in asked:
        notify(
            [step.person_id],
            lifecycle.TURN,
            f"{letter.case.subject}: {step.get_kind_display()} bekleniyor",
            actor=actor,
            url=f"/evrak/yazi/{letter.case.number}/",
            secrecy=letter.case.secrecy,
        )


def approve(number: str, *, actor: Actor, note: str = "") -> Letter:
    """Give an initial, a coordination or a favourable opinion: elektronik onay (m. 3), in the order of the way."""
    with transaction.atomic():
        letter = locked(number, actor)
        step = _own_step(letter, actor)
        if step.kind in SIGNING and letter.mode == Mode.ELECTRONIC:
            raise Refused("İmza, imza sayfasında kartla ya da mobil imzayla atılır.")
        if step.kind in SIGNING:
            raise Refused("Islak imzalanan yazı «Islak imza atıldı» ile kaydedilir.")
        step.state, step.at, step.taken_by_id, step.note = "done", now(), actor.user_id, note.strip()
        step.save()
        tell(letter.case, "approve", actor, note.strip()[:300])
        _advance(letter, actor)
        letter.case.save()
        letter.save()
    return letter


def _own_step(letter: Letter, actor: Actor) -> RouteStep:
    if letter.case.state != "routed":
        raise Refused("Yazı paraf ve imzada değil.")
    step = (
        letter.route.select_for_update().filter(round=letter.round, state="active", person_id=actor.user_id).first()
    )
    if step is None:
        raise Refused("Bu yazıda sıra sizde değil.")
    return step


def turn_back(number: str, *, actor: Actor, why: str) -> Letter:
    """Whoever is asked sends it back to be mended; the way begins anew, the number stays."""
    if not why.strip():
        raise Refused("İade nedeni yazılmalı.")
    with transaction.atomic():
        letter = locked(number, actor)
        step = _own_step(letter, actor)
        step.state, step.at, step.taken_by_id, step.note = "returned", now(), actor.user_id, why.strip()
        step.save()
        _make_holder(letter, actor)
        with take(lifecycle.TURN_BACK, Letter, number, actor, note=why.strip()[:500]) as taken:
            signing.close_signature(taken, actor, why.strip())
            _begin_again(taken)
        return taken


def _make_holder(letter: Letter, actor: Actor) -> None:
    """Of those who are asked side by side, the one who acts holds the file."""
    if letter.case.assignee_id != actor.user_id:
        letter.case.assignee_id = actor.user_id
        letter.case.save()


def _begin_again(letter: Letter) -> None:
    """The steps of this round are over; the same people are asked once more in the next."""
    rows = list(letter.route.filter(round=letter.round))
    for row in rows:
        if row.state in ("waiting", "active"):
            row.state = "skipped"
            row.save(update_fields=["state"])
    letter.round += 1
    for row in rows:
        row.pk = None
        row.round, row.state, row.at, row.asked_at, row.taken_by_id = letter.round, "waiting", None, None, None
        row.note, row.signature = "", ""
        row.save(force_insert=True)
    letter.signing_copy = None
    letter.case.assignee_id = letter.case.opened_by_id


def recall(number: str, *, actor: Actor, why: str = "") -> Letter:
    """The author takes it back before the last signature."""
    with take(lifecycle.RECALL, Letter, number, actor, note=why.strip()[:500]) as letter:
        if letter.route.filter(round=letter.round, state="done", kind__in=SIGNING).exists():
            raise Refused("Yazıda atılmış imza var; imzalayan iade etmeden geri çekilemez.")
        signing.close_signature(letter, actor, why.strip())
        _begin_again(letter)
    return letter


def cancel(number: str, *, actor: Actor, why: str) -> Letter:
    """Drop a letter; a number it drew stays in the register as cancelled, so that the series has no hole."""
    if not why.strip():
        raise Refused("İptal nedeni yazılmalı.")
    with take(lifecycle.CANCEL, Letter, number, actor, note=why.strip()[:500]) as letter:
        if letter.route.filter(round=letter.round, state="done", kind__in=SIGNING).exists():
            raise Refused("Yazıda atılmış imza var; iptal edilemez.")
        signing.close_signature(letter, actor, why.strip())
        letter.route.filter(round=letter.round, state__in=("waiting", "active")).update(state="skipped")
        letter.cancelled_why = why.strip()
    return letter


@transaction.atomic
def replace(number: str, *, actor: Actor, step_id: int, user_id: int, why: str) -> Letter:
    """Ask somebody else in a place that nobody has taken yet: leave, illness, a seat that changed hands."""
    letter = locked(number, actor)
    if words := lifecycle.writes(letter, actor):
        raise Refused(words)
    step = letter.route.select_for_update().get(pk=step_id, round=letter.round)
    if step.state not in ("waiting", "active") or step.signature:
        raise Refused(
            "Bu adım değiştirilemez: tamamlanmış ya da imzaya açılmış. İmzaya açılmış yazıyı geri çekip güzergâhı "
            "düzenleyin."
        )
    signer = queries.seat_today(user_id)
    if signer is None:
        raise Refused("Seçilen kişinin bugün bir makamı yok.")
    if letter.route.filter(round=letter.round, place=step.place, person_id=user_id).exclude(pk=step.pk).exists():
        raise Refused("Bu kişi aynı sırada zaten var.")
    told = f"{step.name} yerine {signer.name}. {why.strip()}"
    step.person_id, step.seat_id, step.name, step.title = (
        signer.user_id,
        signer.appointment_id,
        signer.name,
        signer.title,
    )
    step.style, step.on_behalf = signer.style, signer.on_behalf
    step.save()
    _may_sign([step])
    if step.kind in SIGNING:
        _same_words(letter)
    if step.kind != RouteKind.INITIAL and letter.signing_copy_id is not None:
        # the page names whoever stands there
        letter.signing_copy = _kept(letter, composing.signing_copy(letter), actor)
        letter.save(update_fields=["signing_copy"])
    if step.state == "active":
        letter.case.assignee_id = user_id
        letter.case.save()
    tell(letter.case, "replace", actor, told[:500], addressed=[user_id])
    return letter


def _same_words(letter: Letter) -> None:
    """Another authority may ask for another closing (m. 16/12); what was initialled is not changed behind it."""
    before = letter.closing
    reclose(letter)
    if letter.closing != before:
        raise Refused(
            f"Yeni imza makamına göre yazı «{letter.closing}» ile biter; paraf verilen metin değişir. Yazıyı geri "
            "çekin, güzergâhı düzenleyip yeniden sunun."
        )


def sign_on_paper(
    number: str,
    *,
    actor: Actor,
    signed_on: dt.date,
    file: IO[bytes] | bytes,
    file_name: str,
    register_no: int | None = None,
) -> Letter:
    """A letter of mode Z or O was signed by hand: its scan is kept. Z draws its number now, after the signature
    (m. 11); O brings that of the register that was kept while the system could not be used."""
    if signed_on > localdate():
        raise Refused("İmza günü gelecekte olamaz.")
    with transaction.atomic():
        letter = locked(number, actor)
        if letter.mode == Mode.ELECTRONIC:
            raise Refused("Elektronik ortamda üretilen yazı ıslak imzalanmaz (2646 m. 4).")
        if letter.case.state != "routed":
            raise Refused("Yazı imzada değil.")
        left = letter.route.filter(round=letter.round, state__in=("waiting", "active")).exclude(kind__in=SIGNING)
        if left.exists():
            raise Refused("Önce paraflar tamamlanmalı.")
        letter.route.filter(round=letter.round, kind__in=SIGNING).update(
            state="done", at=now(), taken_by_id=actor.user_id, note="Islak imza"
        )
        _make_holder(letter, actor)
        with take(lifecycle.SIGN, Letter, number, actor, note="ıslak imza") as taken:
            scan = store(
                actor=actor, content=file, name=file_name, allow={"pdf"}, unit_id=taken.case.unit_id,
                purpose="correspondence",
            )  # fmt: skip
            if taken.mode == Mode.EMERGENCY:
                _late_number(taken, register_no, signed_on)
            else:
                reserve(taken)
            _dated(taken, signed_on, now())
            taken.signing_copy = taken.final_copy = scan
            handing.hand_over(taken, actor)
        publish(lifecycle.SIGNED, number=number)
        return taken


def _late_number(letter: Letter, register_no: int | None, signed_on: dt.date) -> None:
    if register_no is None or register_no < 1:
        raise Refused("Olağanüstü durum yazısının, kurumsal belge kayıt sistemindeki sıra numarasını yazın.")
    taken = Letter.objects.filter(mode=Mode.EMERGENCY, register_year=signed_on.year, register_no=register_no)
    if taken.exists():
        raise Refused(f"{signed_on.year} yılında {register_no} numaralı olağanüstü durum yazısı zaten girilmiş.")
    letter.register_year, letter.register_no, letter.numbered_at = signed_on.year, register_no, now()
    reserve(letter)


def _dated(letter: Letter, day: dt.date, at: dt.datetime) -> None:
    letter.signed_at, letter.dated_on = at, day
    letter.case.assignee_id = letter.case.opened_by_id
    _answer(letter)


def _answer(letter: Letter) -> None:
    """What it answers is answered on this day."""
    if letter.replies_to_id is None:
        return
    answered = Incoming.objects.select_for_update(of=("self", "case")).get(pk=letter.replies_to_id)
    if answered.answer_id is None:
        answered.answer, answered.answered_on = letter, letter.dated_on
        answered.save(update_fields=["answer", "answered_on"])
        publish(lifecycle.ANSWERED, number=answered.case.number, letter=letter.official)


def one_signed(number: str, *, actor: Actor, key: str) -> Letter:
    """Somebody signed on the signature page: his step is done, the next one is asked. Repeatable."""
    with transaction.atomic():
        letter = Letter.objects.select_for_update(of=("self", "case")).get(case__number=number)
        assert isinstance(letter, Letter)
        _mark_signed(letter, key)
        waiting = letter.route.filter(round=letter.round, state__in=("waiting", "active")).order_by("place").first()
        if letter.case.state == "routed" and waiting is not None:
            letter.route.filter(round=letter.round, place=waiting.place, state="waiting").update(
                state="active", asked_at=now()
            )
            letter.case.assignee_id = waiting.person_id
            letter.case.save()
            tell(letter.case, "approve", actor, "imzaladı")
        return letter


def _mark_signed(letter: Letter, key: str) -> dt.datetime | None:
    """Steps that the request says are signed; the moment of the last of them."""
    facts = esignature.facts_of(key)
    last = None
    for turn in facts.turns if facts else ():
        if turn.state != "signed":
            continue
        rows = letter.route.filter(round=letter.round, signature=key, person_id=turn.user_id).exclude(state="done")
        rows.update(state="done", at=turn.signed_at, taken_by_id=turn.user_id)
        last = max(filter(None, (last, turn.signed_at)), default=None)
    return last


def signed_electronically(number: str, *, actor: Actor, key: str) -> Letter:
    """The last signature is there: the letter has its date, its page with the date, its package, and goes out.
    A second call changes nothing."""
    with transaction.atomic():
        found = Letter.objects.select_for_update(of=("self", "case")).get(case__number=number)
        assert isinstance(found, Letter)
        if found.case.state != "routed" or not found.route.filter(round=found.round, signature=key).exists():
            return found
        at = _mark_signed(found, key) or now()
        _make_holder(found, actor)
        with take(lifecycle.SIGN, Letter, number, actor) as letter:
            _dated(letter, localdate(at), at)
            letter.final_copy = _kept(letter, composing.final_copy(letter), actor)
            signing.publish_code(letter, actor)
            why = signing.make_package(letter)
            handing.hand_over(letter, actor)
            handing.note_package(letter, why)
        publish(lifecycle.SIGNED, number=number)
        return letter


def returned_by_signer(number: str, *, actor: Actor, key: str, why: str) -> Letter | None:
    """A signer sent it back on the signature page. Repeatable."""
    letter = Letter.objects.filter(case__number=number, case__state="routed").first()
    if letter is None or not letter.route.filter(round=letter.round, signature=key, state="active").exists():
        return None
    return turn_back(number, actor=actor, why=why)
