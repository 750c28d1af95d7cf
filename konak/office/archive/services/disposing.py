"""Ayıklama ve imha: the list is drawn from the plan, decided by five people, agreed by the State Archives, approved,
and carried out file by file.

A destruction is two moments. In one transaction, under the lock of the file, the decision is written and the texts
are emptied; a hold that was set first stops it, one that comes later is told that nothing is left. After the commit
the bytes leave the disk. Whoever is killed between the two finds the work named (`piece_to_erase`) and goes on.
"""

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.db.models import Sum
from django.utils.timezone import localdate, now
from procrastinate.contrib.django import app

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.cases.services import open_case, take, tell
from konak.foundation.documents.services import render_pdf
from konak.foundation.files.models import StoredFile
from konak.foundation.files.services import erase_bytes, store
from konak.foundation.lifecycle import Refused
from konak.foundation.notify.services import notify
from konak.foundation.people.models import User
from konak.office.correspondence.public import erase_words

from .. import access, lifecycle, queries
from ..models import Decision, Disposal, DisposalLine, Final, Folder, Member, MemberRole, Piece
from .filing import index

MOST = 2_000
MIDDLE = {Final.DESTROY: "destroy", Final.STATE: "state", Final.KEEP: "keep"}


def enabled() -> bool:
    """Whether the installation was told that it may destroy; off until then."""
    return bool(settings.ARCHIVE_DISPOSAL)


@transaction.atomic
def propose(*, actor: Actor, year: int | None = None, unit_id: int | None = None, code: str = "") -> Disposal:
    """Draw up the list of what is over by the end of last year, at most 2,000 files, each with what the plan says."""
    actor = queries.archivist(actor)
    year = year or localdate().year
    if not 2000 <= year <= localdate().year:
        raise Refused("Listenin yılı bu yıl ya da daha önce olmalı.")
    rows = queries.due_for_list(actor, dt.date(year, 1, 1))
    if unit_id:
        rows = rows.filter(case__unit_id=unit_id)
    if code.strip():
        rows = rows.filter(code__startswith=code.strip())
    found = list(rows[:MOST])
    if not found:
        raise Refused("Saklama süresi dolan ve listeye girebilecek dosya yok.")
    seat = actor.seat_for(access.DISPOSE)
    if seat is None:
        raise Refused(f"«{access.DISPOSE.label}» için yetkiniz yok. Yetkili: kurum arşivi.")
    made = open_case(
        Disposal(year=year),
        actor=actor,
        permission=access.DISPOSE,
        unit_id=queries.office_id() or seat.unit_id,
        subject=f"{year} yılı ayıklama ve imha listesi ({len(found)} dosya)",
    )
    DisposalLine.objects.bulk_create(
        DisposalLine(disposal=made, folder=one, proposed=one.final, decision=MIDDLE.get(Final(one.final), ""))
        for one in found
    )
    return made


def _locked(number: str, actor: Actor, *states: str) -> Disposal:
    found: Disposal = Disposal.objects.select_for_update(of=("self", "case")).get(case__number=number)
    if not actor.reach(access.DISPOSE).covers(found.case):
        raise Disposal.DoesNotExist
    if found.case.state not in states:
        raise Refused("Liste bu aşamada değiştirilemez.")
    return found


@transaction.atomic
def seat_member(number: str, *, actor: Actor, user: User, role: str) -> Member:
    """Put somebody into the commission of the list."""
    actor = queries.archivist(actor)
    found = _locked(number, actor, "draft")
    if found.members.filter(user=user).exists():
        raise Refused(f"{user.full_name} zaten komisyonda.")
    most = {MemberRole.CHAIR: 1, MemberRole.ARCHIVE: 2, MemberRole.UNIT: 2}[MemberRole(role)]
    if found.members.filter(role=role).count() >= most:
        raise Refused(f"Komisyonda bu görevde en çok {most} üye olur: bir başkan, arşivden iki, birimden iki üye.")
    made = Member.objects.create(disposal=found, user=user, role=role)
    tell(found.case, "seat", actor, f"{user.full_name}, {MemberRole(role).label}")
    return made


@transaction.atomic
def unseat_member(number: str, member_id: int, *, actor: Actor) -> None:
    actor = queries.archivist(actor)
    found = _locked(number, actor, "draft")
    member = found.members.select_related("user").get(pk=member_id)
    member.delete()
    tell(found.case, "unseat", actor, f"{member.user.full_name}, {member.get_role_display()}")


@transaction.atomic
def decide(
    number: str,
    *,
    actor: Actor,
    folders: Sequence[str],
    decision: str,
    why: str = "",
    longer_until: dt.date | None = None,
) -> int:
    """What becomes of these files of the list. Going against the plan needs a reason; longer needs a day."""
    actor = _insider(number, actor)
    found = Disposal.objects.select_for_update(of=("self", "case")).get(case__number=number)
    if found.case.state not in ("draft", "commission"):
        raise Refused("Karar, liste komisyondayken yazılır.")
    wanted = Decision(decision)
    if wanted == Decision.LONGER and (longer_until is None or longer_until <= localdate()):
        raise Refused("Süre uzatılıyorsa yeni saklama sonu (ileri bir gün) yazılmalı.")
    lines = list(found.lines.filter(folder__case__number__in=list(folders)).select_related("folder__case"))
    if len(lines) != len(set(folders)):
        raise Refused("Seçilen dosyalardan biri listede yok.")
    for line in lines:
        against = MIDDLE.get(Final(line.proposed), "") != wanted
        if against and not why.strip():
            raise Refused(
                f"{line.folder.case.number}: plan «{line.get_proposed_display()}» diyor; bundan ayrılan "
                "kararın ya da değerlendirmenin gerekçesi yazılmalı."
            )
        line.decision, line.why = wanted, why.strip()[:300]
        line.longer_until = longer_until if wanted == Decision.LONGER else None
        line.save()
    found.members.update(agreed_at=None)  # what somebody agreed to was another list
    tell(found.case, "decide", actor, f"{len(lines)} dosya: {wanted.label}")
    return len(lines)


def _insider(number: str, actor: Actor) -> Actor:
    """The archive, or a member of this list's commission."""
    actor = queries.archivist(actor)
    if not queries.disposals(actor).filter(case__number=number).exists():
        raise ObjectDoesNotExist
    return actor


@transaction.atomic
def agree(number: str, *, actor: Actor, dissent: str = "") -> Member:
    """A member of the commission agrees to the list as it stands, with a dissenting vote where he has one."""
    _insider(number, actor)
    found = Disposal.objects.select_for_update(of=("self", "case")).get(case__number=number)
    if found.case.state != "commission":
        raise Refused("Liste komisyonda değil.")
    member = found.members.filter(user_id=actor.user_id).first()
    if member is None:
        raise Refused("Listeyi komisyon üyeleri onaylar.")
    if objection := lifecycle.every_line_decided(found):
        raise Refused(objection)
    member.agreed_at, member.dissent = now(), dissent.strip()[:300]
    member.save()
    tell(found.case, "agree", actor)
    return member  # type: ignore[no-any-return]


def convene(number: str, *, actor: Actor) -> Disposal:
    actor = queries.archivist(actor)
    with take(lifecycle.CONVENE, Disposal, number, actor) as found:
        notify(
            list(found.members.values_list("user_id", flat=True)),
            lifecycle.LISTS,
            f"Ayıklama ve imha komisyonu: {found.case.subject}",
            actor=actor,
            url=f"/arsiv/imha/{number}/",
            body=number,
            dedupe=f"convene:{number}:{localdate()}",
        )
    return found


def ask_opinion(number: str, *, actor: Actor) -> Disposal:
    """The commission is done: the list goes to the State Archives, as a PDF that can be sent by letter."""
    actor = queries.archivist(actor)
    with take(lifecycle.ASK_OPINION, Disposal, number, actor) as found:
        found.list_file = _paper(found, actor, "Ayıklama ve İmha Listesi", "liste", done=False)
    return found


@transaction.atomic
def record_opinion(
    number: str,
    *,
    actor: Actor,
    opinion_number: str,
    opinion_on: dt.date,
    fits: bool,
    words: str = "",
    file: StoredFile | None = None,
) -> Disposal:
    """What the State Archives answered."""
    actor = queries.archivist(actor)
    found = _locked(number, actor, "opinion")
    if not opinion_number.strip():
        raise Refused("Görüş yazısının sayısını yazın.")
    if opinion_on > localdate():
        raise Refused("Görüş yazısının tarihi ileri bir gün olamaz.")
    if not fits and not words.strip():
        raise Refused("Uygun görülmediyse ne istendiğini yazın.")
    found.opinion_number, found.opinion_on, found.opinion_fits = opinion_number.strip()[:80], opinion_on, fits
    found.opinion_words, found.opinion_file = words.strip()[:500], file or found.opinion_file
    found.save()
    tell(found.case, "opinion", actor, "uygun" if fits else "uygun değil")
    return found


def to_approval(number: str, *, actor: Actor) -> Disposal:
    with take(lifecycle.TO_APPROVAL, Disposal, number, queries.archivist(actor)) as found:
        pass
    return found


def rework(number: str, *, actor: Actor, why: str) -> Disposal:
    """Back to the commission: what was agreed and answered was about another list."""
    if not why.strip():
        raise Refused("Neyin düzeltileceğini yazın.")
    with take(lifecycle.REWORK, Disposal, number, queries.archivist(actor), note=why.strip()) as found:
        found.members.update(agreed_at=None)
        found.opinion_number, found.opinion_on, found.opinion_fits, found.opinion_words = "", None, None, ""
    return found


def approve(number: str, *, actor: Actor) -> Disposal:
    with take(lifecycle.APPROVE, Disposal, number, queries.archivist(actor)) as found:
        found.approved_by_id, found.approved_at = actor.user_id, now()
    return found


def cancel(number: str, *, actor: Actor, why: str) -> Disposal:
    if not why.strip():
        raise Refused("Neden vazgeçildiğini yazın.")
    with take(lifecycle.CANCEL, Disposal, number, queries.archivist(actor), note=why.strip()) as found:
        found.lines.update(live=False)
    return found


AWAITED = 10
"""Somebody looks at the page until it is done: before what nobody waits for (0)."""


def begin(number: str, *, actor: Actor, method: str) -> Disposal:
    """Start the destruction; a job carries it out file by file."""
    if not enabled():
        raise Refused(
            "İmha bu kurulumda kapalı. Saklama planının doğruluğu denenmeden açılmaz; sistem yöneticisi "
            "KONAK_ARCHIVE_DISPOSAL ayarıyla açar."
        )
    if not method.strip():
        raise Refused("İmha yöntemini yazın (kâğıtta kıyma ya da hamur; elektronikte geri döndürülemez silme).")
    with take(lifecycle.BEGIN, Disposal, number, queries.archivist(actor)) as found:
        found.method = method.strip()[:200]
        app.configure_task("archive.carry_out", priority=AWAITED).defer(number=number, user_id=actor.user_id)
    return found


def carry_on(number: str, *, actor: Actor) -> Disposal:
    """Do what is left of a list that was begun, each file in a transaction of its own, then write the minutes."""
    actor = queries.archivist(actor)
    found: Disposal = Disposal.objects.get(case__number=number)
    if found.case.state == "running" and enabled():
        for line_id in found.lines.filter(done_at=None).order_by("pk").values_list("pk", flat=True):
            settle_line(line_id, actor=actor)
        finish_erasing(actor=actor)
        with take(lifecycle.FINISH, Disposal, number, actor) as found:
            found.lines.update(live=False)
            found.minute = _paper(found, actor, "Ayıklama ve İmha Tutanağı", "tutanak", done=True)
    return found


def settle_line(line_id: int, *, actor: Actor) -> DisposalLine:
    """Carry out what was decided of one file. What stops it is written on the line, and the next file follows."""
    try:
        with transaction.atomic():
            return _settle(line_id, actor)
    except Refused as refusal:
        with transaction.atomic():
            line = DisposalLine.objects.select_for_update().get(pk=line_id)
            if line.done_at is None:
                line.fault = str(refusal)[:300]
                line.save(update_fields=["fault"])
        return line


def _settle(line_id: int, actor: Actor) -> DisposalLine:
    # the file before the line: the order in which a hold locks as well
    number, folder_number = DisposalLine.objects.values_list("disposal__case__number", "folder__case__number").get(
        pk=line_id
    )
    folder = Folder.objects.select_for_update(of=("self", "case")).get(case__number=folder_number)
    line = DisposalLine.objects.select_for_update().get(pk=line_id)
    if line.done_at is not None:
        return line
    if folder.held:
        raise Refused("Dosyada hukuki saklama var; işlem yapılmadı.")
    if line.decision == Decision.DESTROY:
        with take(lifecycle.DESTROY, Folder, folder_number, actor, note=number) as folder:
            _empty(folder, line, actor)
            folder.ended_on = localdate()
        publish(lifecycle.DESTROYED, folder=folder_number, disposal=number)
    elif line.decision == Decision.LONGER:
        folder.keep_until, folder.extended = line.longer_until, True
        folder.save(update_fields=["keep_until", "extended"])
        tell(folder.case, "longer", actor, number)
    elif line.decision == Decision.KEEP:
        folder.keep_until, folder.final, folder.extended = None, Final.KEEP, True
        folder.save(update_fields=["keep_until", "final", "extended"])
        tell(folder.case, "keep", actor, number)
    else:
        if not line.disposal.bags.filter(folders=folder).exists():
            raise Refused("Devir paketi hazırlanmadan Devlet Arşivlerine devredilmiş sayılmaz.")
        if not line.disposal.receipt:
            raise Refused("Devlet Arşivlerinin teslim yazısı yazılmadan devir tamamlanmaz.")
        with take(lifecycle.HAND_OVER, Folder, folder_number, actor, note=number) as folder:
            folder.ended_on = localdate()
    line.done_at, line.fault = now(), ""
    line.save()
    return line


def _empty(folder: Folder, line: DisposalLine, actor: Actor) -> None:
    """Write down that the contents are destroyed and empty the texts; the bytes go after the commit."""
    moment = now()
    for document in folder.papers.order_by("pk").prefetch_related("pieces"):
        for piece in document.pieces.all():
            piece.destroyed_at, piece.shared = moment, queries.held_elsewhere(piece, document)
            piece.save(update_fields=["destroyed_at", "shared"])
            if piece.shared:
                line.shared += 1
            else:
                line.contents += 1
                line.bytes += piece.size
        if document.reference:
            erase_words(document.reference, actor=actor)
        document.body, document.destroyed_at = "", moment
        document.save(update_fields=["body", "destroyed_at"])
        index([document])


def finish_erasing(*, actor: Actor, most: int = 100_000) -> int:
    """Take from the disk what was decided and committed; what is gone already counts as gone."""
    done = 0
    keys = Piece.objects.filter(destroyed_at__isnull=False, erased_at=None, shared=False).order_by("pk")
    for key in list(keys.values_list("pk", flat=True)[:most]):
        with transaction.atomic():
            piece = Piece.objects.select_for_update(of=("self",)).select_related("document").get(pk=key)
            if piece.erased_at is not None:
                continue
            if queries.held_elsewhere(piece, piece.document):  # somebody brought the same content meanwhile
                piece.shared = True
                piece.save(update_fields=["shared"])
                continue
            piece.erased_at = now()
            piece.save(update_fields=["erased_at"])
            erase_bytes(piece.sha256, actor=actor)
            done += 1
    return done


@transaction.atomic
def record_receipt(number: str, *, actor: Actor, receipt: str) -> Disposal:
    """The State Archives say that they have what was handed over."""
    actor = queries.archivist(actor)
    found = _locked(number, actor, "approved", "running")
    if not receipt.strip():
        raise Refused("Teslim yazısının tarih ve sayısını yazın.")
    found.receipt = receipt.strip()[:120]
    found.save(update_fields=["receipt"])
    tell(found.case, "receipt", actor)
    return found


def _paper(found: Disposal, actor: Actor, title: str, suffix: str, *, done: bool) -> StoredFile:
    """The list, or the minutes of what was done, as PDF/A."""
    rows = []
    lines = found.lines.select_related("folder__case__unit").order_by("folder__code", "folder__year", "pk")
    for place, line in enumerate(lines, start=1):
        folder = line.folder
        last = line.get_decision_display() + (f": {line.why}" if line.why else "")
        if done:
            last = f"Yapılmadı: {line.fault}" if line.done_at is None else f"{line.get_decision_display()} · yapıldı"
            if line.contents or line.shared:
                last += f" ({line.contents} içerik silindi" + (f", {line.shared} ortak" if line.shared else "") + ")"
        rows.append(
            [
                str(place),
                folder.case.unit.name,
                folder.code,
                f"{folder.case.subject} ({folder.case.number})",
                str(folder.year),
                str(folder.documents),
                last,
            ]
        )
    total = found.lines.aggregate(contents=Sum("contents"), bytes=Sum("bytes"))
    facts = [
        ["Liste", f"{found.case.number} · {found.year} yılı"],
        ["Dayanak", "Devlet Arşiv Hizmetleri Hakkında Yönetmelik; saklama planı"],
    ]
    if found.opinion_on:
        answer = "uygun" if found.opinion_fits else "uygun değil"
        facts.append(["Devlet Arşivleri görüşü", f"{found.opinion_on:%d.%m.%Y} · {found.opinion_number} · {answer}"])
    if found.approved_at and found.approved_by:
        facts.append(["Onaylayan", f"{found.approved_by.full_name}, {localdate(found.approved_at):%d.%m.%Y}"])
    if done:
        facts += [["İmha yöntemi", found.method], ["Silinen içerik", f"{total['contents'] or 0} adet"]]
        facts.append(["Silinen bayt", f"{total['bytes'] or 0:,}".replace(",", ".")])
    members = [
        [
            one.user.full_name,
            one.get_role_display(),
            f"{localdate(one.agreed_at):%d.%m.%Y}" if one.agreed_at else "–",
            one.dissent,
        ]
        for one in found.members.select_related("user")
    ]
    pdf = render_pdf(
        "archive/disposal",
        {
            "title": title,
            "unit": found.case.unit.name,
            "number": found.case.number,
            "date": localdate(),
            "facts": facts,
            "rows": rows,
            "members": members,
        },
    )
    return store(
        actor=actor,
        content=pdf,
        name=f"{found.case.number}-{suffix}.pdf",
        unit_id=found.case.unit_id,
        purpose="archive.minute",
    )
