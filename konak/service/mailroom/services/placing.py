"""What is made of a mail: a ticket, words on a ticket, a note that a letter came back, or nothing, and why."""

import io
import logging
import re
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.access.queries import actor_of
from konak.foundation.cases import watching
from konak.foundation.cases.models import Case, Watched
from konak.foundation.db import fetch as sql
from konak.foundation.files.services import open_blob, store, written_size
from konak.foundation.lifecycle import Refused
from konak.foundation.notify import services as notices
from konak.foundation.people.models import User
from konak.foundation.trail import services as trail
from konak.gateways.mail import proof
from konak.service.desk import public as desk

from .. import access, parsing, queries
from ..models import Mail, Reply, SendState, State, Strangers
from . import replying

log = logging.getLogger(__name__)
KIND = "mailroom.mail"
MOST_FILES = 20
DECORATION = 8 * 1024
"""Pictures inside the text up to this size are the logos of signatures; they stay in the original."""
MENTION = re.compile(r"(?<![\w@./-])@(?=\w)")
DOOR = "api"


def process(mail_id: int) -> Mail:
    """Place one mail that was taken in. What goes wrong is written on it; it can be tried again."""
    try:
        with transaction.atomic():
            mail = Mail.objects.select_for_update(of=("self",)).select_related("mailbox", "raw").get(pk=mail_id)
            if mail.state != State.RECEIVED:
                return mail
            _place(mail, _letter(mail))
            mail.processed_at = now()
            mail.save()
            return mail
    except Refused as refusal:
        return _failed(mail_id, str(refusal))
    except Exception as error:
        log.exception("mail %s could not be placed", mail_id)
        return _failed(mail_id, f"Beklenmeyen hata ({type(error).__name__}). Ayrıntısı sunucu günlüğünde.")


def _failed(mail_id: int, words: str) -> Mail:
    with transaction.atomic():
        mail = Mail.objects.select_for_update(of=("self",)).get(pk=mail_id)
        mail.state, mail.why, mail.processed_at = State.FAILED, words[:300], now()
        mail.attempts += 1
        mail.save(update_fields=["state", "why", "processed_at", "attempts"])
    return mail


def _letter(mail: Mail) -> parsing.Letter:
    if mail.raw is None:
        raise Refused("Özgün iletinin saklama süresi doldu; yeniden işlenemez.")
    with open_blob(mail.raw) as file:
        return parsing.read(file.read())


def _place(mail: Mail, letter: parsing.Letter) -> None:
    if returned := parsing.bounces(letter):
        _returned(mail, returned)
        return
    if machine := parsing.automatic(letter, queries.own_addresses(), replying.loop_mark()):
        mail.state, mail.why = State.IGNORED, machine.why
        return
    if not mail.whole:
        limit = f"{mail.mailbox.limit_mb} MB"
        mail.state = State.REFUSED
        mail.why = f"İleti {written_size(mail.size)}; sınır {limit}. Tamamı sunucudaki klasörde duruyor."
        replying.refuse(mail, letter, f"İletiniz {written_size(mail.size)} olduğu için alınamadı (sınır {limit}).")
        return
    if letter.sender is None:
        mail.state, mail.why = State.HELD, "İletide gönderen adresi yok; karar bekliyor."
        return
    _identify(mail, letter)
    if _flooding(mail):
        return
    number, strong = _thread(mail, letter)
    if number and (strong or _may_write(mail, number)) and _append(mail, letter, number):
        return
    if not mail.proved and mail.mailbox.strangers != Strangers.OPEN:
        known = mail.sender is not None
        who = "Kurum adresi, ama gönderen doğrulanamadı" if known else "Tanınmayan gönderen"
        if mail.mailbox.strangers == Strangers.HOLD:
            mail.state, mail.why = State.HELD, f"{who}; karar bekliyor."
        else:
            mail.state, mail.why = State.REFUSED, f"{who}; bu kutu yalnız kurum çalışanlarından ileti alır."
        return
    _open(mail, letter, number)


def _returned(mail: Mail, returned: list[parsing.Bounce]) -> None:
    """Write on the letters of ours that they came back. A delay is only told."""
    told = []
    for one in returned:
        words = " ".join(part for part in (one.address, one.status, one.told) if part)
        key = one.original.partition("@")[0]
        ours = Reply.objects.filter(key=key).first() if re.fullmatch(r"[0-9a-f]{32}", key) else None
        if ours is not None:
            mail.ticket = mail.ticket or ours.ticket
        if one.final and ours is not None:
            Reply.objects.filter(pk=ours.pk).update(state=SendState.RETURNED, problem=words[:500])
        elif one.final:
            notices.came_back(key, words)
        told.append(("Ulaşmadı: " if one.final else "Gecikti: ") + words)
    mail.state, mail.why = State.BOUNCED, "; ".join(told)[:300]


def _identify(mail: Mail, letter: parsing.Letter) -> None:
    """Who wrote: the directory knows the address, and the mail came proved. One without the other is a stranger."""
    box, address = mail.mailbox, mail.sender_address
    mail.sender = User.objects.filter(email__iexact=address, is_active=True).first()
    if letter.senders != 1:
        mail.proved, mail.proof = False, "İletide birden çok gönderen yazıyor."
        return
    found = proof.noted(letter.heads.get("authentication-results", ()), box.server_id, address)
    if (found is None or not found.holds) and box.dkim and letter.head("dkim-signature") and mail.raw is not None:
        with open_blob(mail.raw) as file:
            found = proof.signed(file.read(), address, _look())
    found = found or proof.Proof(False, "Gönderenin kimliği doğrulanamadı.")
    mail.proved = found.holds and mail.sender is not None
    mail.proof = found.how if mail.sender or not found.holds else f"{found.how} Rehberde kayıtlı değil."
    mail.proof = mail.proof[:200]


def _look() -> proof.Look | None:
    """Where public keys are looked up: DNS, unless a test put something in its place."""
    look: proof.Look | None = getattr(settings, "DKIM_LOOK", None)
    return look


def _flooding(mail: Mail) -> bool:
    """Beyond so many in an hour the mails of one sender are counted on one ticket; none is opened for each."""
    sql("mailroom/in_turn", key=mail.sender_address)
    recent = queries.recent_from(mail.sender_address, mail)
    if recent.count() < mail.mailbox.hourly:
        return False
    mail.state = State.COLLECTED
    mail.why = f"Gönderenden bir saatte {mail.mailbox.hourly} iletiden fazlası geldi; toplu talebe sayıldı."
    before = recent.filter(state=State.COLLECTED).exclude(ticket="").order_by("-pk").first()
    if before is not None:
        mail.ticket = before.ticket
        return True
    mail.ticket = desk.announce(
        source=f"mailroom:flood:{mail.sender_address}"[:120],
        service_code=mail.mailbox.service_code,
        subject=f"Çok sayıda ileti: {mail.sender_address}",
        text=(
            f"{mail.sender_address} adresinden bir saatte {mail.mailbox.hourly} iletiden fazlası geldi. Sonrakiler "
            "ayrı talep olmadı, bu talepte sayılıyor; hepsi gelen iletiler listesinde duruyor."
        ),
    )
    return True


def _thread(mail: Mail, letter: parsing.Letter) -> tuple[str, bool]:
    """The ticket a mail belongs to, and whether that is beyond doubt (an address that we signed)."""
    secret = settings.SECRET_KEY.encode()
    places = [one.address for one in (*letter.to, *letter.cc)]
    places += [
        value for name in ("delivered-to", "x-original-to", "envelope-to") for value in letter.heads.get(name, ())
    ]
    for place in places:
        if number := parsing.signed_number(place.strip("<> "), secret):
            return number, True
    if number := queries.ticket_of_thread(letter.thread, replying.domain()):
        return number, False
    return next(iter(parsing.numbers_in(letter.subject)), ""), False


def _may_write(mail: Mail, number: str) -> bool:
    """A number in a subject can be guessed: only who is part of the ticket writes on it."""
    if mail.proved and mail.sender_id:
        return desk.facts_of(actor_of(mail.sender_id, via=DOOR), number) is not None
    # an address of the house that is not proved may be anybody's
    return mail.sender_id is None and queries.party_of_ticket(number, mail.sender_address)


def _append(mail: Mail, letter: parsing.Letter, number: str) -> bool:
    """Put the new words on the ticket; False where it takes none any more (then a new one is opened)."""
    words = MENTION.sub("@\u2060", parsing.split(letter.text).fresh)
    kept, refused = _files(mail, letter)
    mail.files_refused = _told(refused)
    text = _with_notes(words, letter, refused, mail)
    actor = actor_of(mail.sender_id, via=DOOR) if mail.proved and mail.sender_id else Actor(None, via="job")
    try:
        with transaction.atomic():
            desk.answer(
                number,
                actor=actor,
                text=text or "(Metin yok.)",
                channel=desk.Channel.MAIL,
                files=kept,
                mail_id=mail.message_id,
                author_name=mail.who if actor.user_id is None else "",
                author_mail=mail.sender_address if actor.user_id is None else "",
            )
    except (Refused, ObjectDoesNotExist):
        return False
    mail.ticket, mail.state = number, State.APPENDED
    mail.why = "" if mail.proved else "Gönderen doğrulanmamış; yazdıkları öyle işaretlendi."
    _watch(mail, letter)
    if refused:
        replying.receipt(mail, letter, refused, fresh=False)
    return True


def _open(mail: Mail, letter: parsing.Letter, earlier: str = "") -> None:
    kept, refused = _files(mail, letter)
    mail.files_refused = _told(refused)
    body = letter.text.strip()
    before = f"({earlier} sayılı talebe yanıt olarak geldi; o talep yazmaya kapalı ya da gönderen onun tarafı değil.)"
    text = _with_notes(body, letter, refused, mail)
    text = "\n\n".join(part for part in (text, before if earlier else "") if part)
    subject = parsing.clean_subject(letter.subject) or " ".join(body.split())[:120] or "(konusuz ileti)"
    facts: dict[str, Any] = {
        "service_code": mail.mailbox.service_code,
        "subject": subject[:250],
        "text": text or "(Metin yok.)",
        "channel": desk.Channel.MAIL,
        "files": kept,
        "unit_id": mail.mailbox.unit_id,
    }
    mail.ticket = _opened_as_self(mail, facts) or desk.open_ticket(
        actor=Actor(None, via="job"),
        on_behalf_of=mail.sender_id if mail.proved else None,
        contact_name="" if mail.proved else mail.who,
        contact_mail=mail.sender_address,
        **facts,
    )
    mail.state = State.OPENED
    mail.why = "" if mail.proved else "Gönderen doğrulanmamış."
    _watch(mail, letter)
    replying.receipt(mail, letter, refused, fresh=True)


def _opened_as_self(mail: Mail, facts: dict[str, Any]) -> str:
    """As the sender's own request, with the approvals his service asks for; "" where the service is not his."""
    if not mail.proved or mail.sender_id is None:
        return ""
    try:
        with transaction.atomic():
            return desk.open_ticket(
                actor=actor_of(mail.sender_id, via=DOOR), contact_mail=mail.sender_address, **facts
            )
    except Refused:
        return ""


def _with_notes(words: str, letter: parsing.Letter, refused: list[tuple[str, str]], mail: Mail) -> str:
    notes = list(letter.problems)
    notes += [f"Alınmayan ek: {name}. {why}" for name, why in refused]
    if not mail.proved:
        notes.append(f"Doğrulanmamış gönderen: {mail.sender_address}. {mail.proof}")
    return "\n\n".join(
        [words[:18_000], *([("— Konak'ın notu —\n" + "\n".join(notes))[:1_900]] if notes else [])]
    ).strip()


def _told(refused: list[tuple[str, str]]) -> str:
    return "\n".join(f"{name}: {why}" for name, why in refused)


def _files(mail: Mail, letter: parsing.Letter) -> tuple[list[tuple[IO[bytes], str]], list[tuple[str, str]]]:
    """The files that may be kept, and those that may not with the reason; the mail itself is taken in any case."""
    actor = Actor(None, via="job")
    kept: list[tuple[IO[bytes], str]] = []
    refused: list[tuple[str, str]] = []
    for part in letter.files:
        if part.inline and len(part.content) <= DECORATION:
            continue
        if len(kept) >= MOST_FILES:
            refused.append((part.name, f"Bir iletiden en çok {MOST_FILES} dosya alınır."))
            continue
        try:
            with transaction.atomic():
                store(
                    actor=actor,
                    content=part.content,
                    name=part.name,
                    unit_id=mail.mailbox.unit_id,
                    purpose="mailroom.file",
                )
        except Refused as refusal:
            refused.append((part.name, _shorter(str(refusal))))
        else:
            kept.append((io.BytesIO(part.content), part.name))
    return kept, refused


def _shorter(words: str) -> str:
    """The reason without the advice meant for a form that is still open."""
    plain = words.removeprefix("Dosya yüklenmedi: ").split("; yazdıklarınız duruyor")[0]
    plain = plain.split(". Kabul edilen türler")[0].split(". Güvenlik gereği")[0].strip(" .")
    return plain[:1].upper() + plain[1:] + "."


def _watch(mail: Mail, letter: parsing.Letter) -> None:
    """Known people among the recipients hear of the ticket; only a proved sender can name them."""
    if not mail.proved or not mail.ticket:
        return
    addresses = {one.address for one in (*letter.to, *letter.cc)} - queries.own_addresses() - {mail.sender_address}
    if not addresses:
        return
    found = User.objects.filter(email__in=addresses, is_active=True).values_list("pk", flat=True)[:20]
    case = Case.objects.filter(number=mail.ticket).first()
    if case is not None:
        watching.add(case, Watched.MENTIONED, *found)


# What people decide ------------------------------------------------------------------------------------------------


def _locked(mail_id: int, actor: Actor) -> Mail:
    mail: Mail = (
        Mail.objects.select_for_update(of=("self",))
        .select_related("mailbox", "raw")
        .get(actor.reach(access.VIEW).q("mailbox__", ("assignee",)), pk=mail_id)
    )
    if not actor.reach(access.DECIDE).covers(mail.mailbox):
        raise Refused(f"«{access.DECIDE.label}» için yetkiniz yok. Yetkili: kutunun biriminde çalışanlar.")
    return mail


@transaction.atomic
def open_anyway(mail_id: int, *, actor: Actor) -> Mail:
    """A held mail becomes a ticket after all."""
    mail = _locked(mail_id, actor)
    if mail.state not in {State.HELD, State.REFUSED, State.IGNORED} or not mail.whole:
        raise Refused(f"Bu ileti için karar beklenmiyor ({mail.get_state_display()}).")
    _open(mail, _letter(mail))
    _decided(mail, actor, "open")
    return mail


@transaction.atomic
def dismiss(mail_id: int, *, actor: Actor, words: str = "") -> Mail:
    """A held or failed mail is nothing; it stays in the list with the reason."""
    mail = _locked(mail_id, actor)
    if mail.state not in {State.HELD, State.FAILED}:
        raise Refused(f"Bu ileti için karar beklenmiyor ({mail.get_state_display()}).")
    mail.state, mail.why = State.IGNORED, (words.strip() or "Gerek görülmedi.")[:300]
    _decided(mail, actor, "dismiss")
    return mail


def retry(mail_id: int, *, actor: Actor) -> Mail:
    """Place a failed mail once more; what went wrong before is tried again in full."""
    with transaction.atomic():
        mail = _locked(mail_id, actor)
        if mail.state != State.FAILED:
            raise Refused("Yalnız işlenemeyen ileti yeniden denenir.")
        mail.state, mail.why = State.RECEIVED, ""
        _decided(mail, actor, "retry")
    return process(mail.pk)


def _decided(mail: Mail, actor: Actor, verb: str) -> None:
    mail.decided_by_id, mail.processed_at = actor.user_id, now()
    mail.save()
    seat = actor.seat_for(access.DECIDE, mail.mailbox)
    trail.write(actor=actor, kind=KIND, subject=mail.pk, verb=verb, note=mail.ticket, seat=seat)
