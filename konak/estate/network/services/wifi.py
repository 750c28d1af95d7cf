"""Wireless networks, the notice guests accept, guests who sign in by a code on their telephone, Wi-Fi at events."""

import datetime as dt
import json
import secrets
from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.timezone import localdate, now

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.calendar.services import add_working_days
from konak.foundation.cases.services import open_case, take
from konak.foundation.lake import spool
from konak.foundation.lifecycle import Refused
from konak.foundation.notify import Letter, Pace, Permanent, Temporary, Topic, Unreachable
from konak.foundation.notify.services import notify
from konak.foundation.trail import services as trail
from konak.gateways.sms.channel import Sms
from konak.gateways.sms.phone import mobile

from .. import access
from ..lifecycle import further as life
from ..models import (
    EventCode,
    EventWifi,
    GuestNotice,
    GuestSession,
    Prefix,
    WifiPurpose,
    WirelessNetwork,
)
from ..queries import gear, register
from ..queries import internet as internet_queries
from ..queries import wifi as queries
from .common import host, may, own_unit, tell
from .kept import Register, people

CODE_MINUTES = 5
TRIES = 5
PHONE_SHORT, PHONE_DAY = 3, 6
"""Texts to one number in fifteen minutes and in a day."""
ADDRESS_SHORT = 20
"""Texts asked from one address in fifteen minutes: a whole event may stand behind one."""
EVERYBODY_MINUTE = 60
"""Texts in a minute over all guests: no flood empties the balance."""
SHORT = dt.timedelta(minutes=15)
KEPT_DAYS = 730
"""Who was behind a guest's address is kept for two years (Law 5651 and its regulation on collective use)."""
UNFINISHED_DAYS = 30
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Of the codes handed out at events: nothing that reads like something else."""
EVENT_DAYS = 2
EVENT_DECIDED = Topic(
    "network.event_decided",
    "Etkinlik kablosuzu isteğinizin sonucu",
    "İstediğiniz etkinlik kablosuzu uygun görüldüğünde, kurulduğunda ya da uygun görülmediğinde.",
    mail=Pace.NOW,
)
Send = Callable[[str, str], None]
FIRST_NOTICE = """Bu kablosuz ağı belediye, 5651 sayılı Kanun kapsamında toplu kullanım sağlayıcı olarak sunar.

Kimlik doğrulamak için cep telefonu numaranız; kanuni yükümlülük için cihazınızın MAC adresi, size verilen IP \
adresi, giriş ve çıkış anları saklanır. Kayıtlar iki yıl tutulur, zaman damgasıyla korunur ve yalnız yetkili \
mercilerin istemesi halinde verilir. Girdiğiniz sayfaların içeriği saklanmaz.

6698 sayılı Kanun'un 11. maddesindeki haklarınızı kullanmak için belediyeye başvurabilirsiniz. Suç oluşturan içeriğe \
erişim engellenir. Ağı kullanmakla bu koşulları kabul etmiş olursunuz."""


def _wireless(one: WirelessNetwork, actor: Actor) -> None:
    del actor
    if len(one.ssid.encode()) > 32:
        raise Refused("SSID en çok 32 bayt olabilir; Türkçe harfler iki bayttır.")
    if one.purpose == WifiPurpose.STAFF and one.security in {"open", "owe"}:
        raise Refused("Personel ağı açık olamaz; 802.1X ya da en az WPA2 seçin.")
    if one.portal and one.purpose not in {"guest", "public", "event"}:
        raise Refused("SMS ile giriş yalnız misafir, halka açık ve etkinlik ağında olur.")
    if one.purpose in {"guest", "public", "event"} and not one.isolated:
        raise Refused("Misafirlerin bağlandığı ağda istemciler birbirini görmemeli.")
    if not 5 <= one.minutes <= 10_080:
        raise Refused("Oturum süresi 5 dakika ile 7 gün arasında olmalı.")


WIRELESS: Register[WirelessNetwork] = Register(
    WirelessNetwork,
    queries.WIFI_KIND,
    queries.wireless_network,
    frozenset(
        (
            *("ssid", "purpose", "security", "status", "hidden", "isolated", "portal", "minutes", "description"),
            "tags",
        )
    ),
    {"ssid": "SSID'yi yazın.", "purpose": "Amacını seçin.", "security": "Güvenliğini seçin."},
    "Bu SSID zaten kayıtlı.",
    "Bu ağa giren misafirlerin kaydı var; silmek yerine durumunu «Kapalı» yapın.",
    "/ag/kablosuz/",
    lambda one: (f"{one.ssid} kablosuz ağı", f"{one.get_purpose_display()} {one.description}"),
    {
        "assignee_id": (people, "Sorumlu kişi bulunamadı."),
        "vlan_id": (lambda actor: register.vlans(actor), "Seçilen VLAN bulunamadı."),
        "prefix_id": (lambda actor: register.prefixes(actor), "Seçilen ağ bulunamadı."),
        "profile_id": (lambda actor: internet_queries.profiles(actor), "Seçilen profil bulunamadı."),
    },
    _wireless,
    "Kablosuz ağ",
    "broadcast",
)


@transaction.atomic
def set_points(key: int, *, actor: Actor, device_ids: Sequence[int]) -> WirelessNetwork:
    """Which access points send this network."""
    one = queries.wireless_network(actor, key)
    may(actor, access.KEEP, one)
    wanted = set(device_ids)
    found = list(gear.devices(actor).filter(pk__in=wanted, role="access-point"))
    if len(found) != len(wanted):
        raise Refused("Seçilenlerden biri erişim noktası değil ya da bulunamadı.")
    one.points.set(found)
    tell(queries.WIFI_KIND, one.pk, "points", actor, one, f"{len(found)} erişim noktası")
    return one


@transaction.atomic
def review_wireless(key: int, *, actor: Actor, note: str = "") -> WirelessNetwork:
    one = queries.wireless_network(actor, key)
    may(actor, access.DECIDE, one)
    WirelessNetwork.objects.filter(pk=one.pk).update(reviewed_on=localdate())
    tell(queries.WIFI_KIND, one.pk, "review", actor, one, note.replace("\0", "").strip()[:200])
    return one


@transaction.atomic
def write_notice(*, actor: Actor, text: str, unit_id: int | None = None) -> GuestNotice:
    """A new version of what guests accept; from now on it is shown."""
    words = text.replace("\0", "").replace("\r\n", "\n").strip()
    if len(words) < 80:
        raise Refused("Aydınlatma metni çok kısa: kim, neyi, neden, ne kadar süreyle sakladığınızı yazın.")
    made = GuestNotice(unit_id=own_unit(actor, unit_id), text=words[:20_000], by_id=actor.user_id)
    may(actor, access.DECIDE, made_owner(made))
    last = queries.notice_now()
    if last is not None and last.text == made.text:
        raise Refused("Metin yürürlükteki sürümle aynı.")
    made.version = (GuestNotice.objects.aggregate(last=Max("version"))["last"] or 0) + 1
    made.save()
    tell(queries.NOTICE_KIND, made.pk, "add", actor, made_owner(made), f"sürüm {made.version}")
    return made


class _Owner:
    """A row without a keeper of its own belongs to its unit."""

    owners: tuple[str, ...] = ()

    def __init__(self, unit_id: int) -> None:
        self.unit_id = unit_id


def made_owner(row: Any) -> Any:
    return _Owner(row.unit_id)


# Guests -----------------------------------------------------------------------------------------------------------


def send_text(to: str, text: str) -> None:
    """One text message, at once: a guest waits for it."""
    way = Sms()
    if why := way.off_because():
        raise Refused(f"Şu anda SMS gönderilemiyor; görevliden etkinlik kodu isteyin. ({why})")
    try:
        with way.session() as send:
            send(Letter(to=to, subject=text, text=text, short=text))
    except Permanent:
        raise Refused("Bu numaraya SMS gönderilemedi; numarayı denetleyin.") from None
    except (Temporary, Unreachable):
        raise Refused("Şu anda SMS gönderilemiyor; biraz sonra yeniden deneyin.") from None


def _hashed(session_id: int, code: str) -> str:
    return salted_hmac("network.guest", f"{session_id}:{code}").hexdigest()[:64]


def ask_code(
    *,
    actor: Actor,
    wireless_id: int,
    phone: str,
    asked_ip: str,
    notice_version: int,
    mac: str = "",
    ip: str = "",
    send: Send | None = None,
) -> GuestSession:
    """A guest asks for a code. The code goes to the telephone and nowhere else; only its hash is kept."""
    number = mobile(phone)
    if not number:
        raise Refused("Cep telefonu numarası yazın; örneğin 0532 000 00 00.")
    made, code = _reserve(actor, wireless_id, number, asked_ip, notice_version, mac, ip)
    (send or send_text)(number, f"Kablosuz ağ giriş kodunuz: {code}. {CODE_MINUTES} dakika geçerlidir.")
    return made


@transaction.atomic
def _reserve(
    actor: Actor, wireless_id: int, number: str, asked_ip: str, notice_version: int, mac: str, ip: str
) -> tuple[GuestSession, str]:
    """Look at the limits and write the request down, one guest at a time, so that nobody slips past a limit."""
    del actor
    one = WirelessNetwork.objects.select_for_update().filter(
        pk=wireless_id, portal=True, status="active"
    ).first()  # fmt: skip
    if one is None:
        raise Refused("Bu ağa buradan girilmiyor.")
    notice = queries.notice_now()
    if notice is None or notice.version != notice_version:
        raise Refused("Aydınlatma metni değişti; sayfayı yenileyip yeniden okuyun.")
    moment = now()
    recent = GuestSession.objects.filter(asked_at__gt=moment - SHORT)
    if (
        recent.filter(phone=number).count() >= PHONE_SHORT
        or GuestSession.objects.filter(phone=number, asked_at__gt=moment - dt.timedelta(days=1)).count() >= PHONE_DAY
    ):
        raise Refused("Bu numaraya çok kod gönderildi; bir süre sonra yeniden deneyin.")
    if recent.filter(asked_ip=asked_ip).count() >= ADDRESS_SHORT:
        raise Refused("Bu adresten çok istek geldi; bir süre sonra yeniden deneyin.")
    if GuestSession.objects.filter(asked_at__gt=moment - dt.timedelta(minutes=1)).count() >= EVERYBODY_MINUTE:
        raise Refused("Şu anda çok istek var; bir dakika sonra yeniden deneyin.")
    event = one.gatherings.filter(case__state="running", starts_at__lte=moment, ends_at__gt=moment).first()
    made = GuestSession.objects.create(
        unit_id=one.unit_id, wireless=one, event=event, phone=number, mac=register.mac_of(mac), ip=_told(ip),
        asked_ip=asked_ip, notice=notice, secret="", asked_at=moment,
    )  # fmt: skip
    code = f"{secrets.randbelow(1_000_000):06d}"
    made.secret = _hashed(made.pk, code)
    made.save(update_fields=["secret"])
    return made, code


def _told(ip: str) -> str | None:
    """The address the controller told, where it told one."""
    try:
        return host(ip) if ip.strip() else None
    except Refused:
        return None


def sign_in(session_id: int, *, actor: Actor, code: str) -> GuestSession:
    """The code came back: the stay begins, its line goes to the lake. A wrong code is counted."""
    del actor
    wrong = ""
    with transaction.atomic():
        row = GuestSession.objects.select_for_update(of=("self",)).select_related("wireless").get(pk=session_id)
        moment = now()
        if row.began_at is not None:
            return row
        if row.tries >= TRIES:
            raise Refused("Çok kez yanlış kod yazıldı; yeni kod isteyin.")
        if moment > row.asked_at + dt.timedelta(minutes=CODE_MINUTES):
            raise Refused("Kodun süresi doldu; yeni kod isteyin.")
        digits = "".join(one for one in code if one.isdecimal())[:6]
        if constant_time_compare(_hashed(row.pk, digits), row.secret):
            _begin(row, moment)
        else:
            row.tries += 1
            row.save(update_fields=["tries"])
            left = TRIES - row.tries
            wrong = f"Kod yanlış; {left} deneme hakkınız kaldı." if left else "Kod yanlış; yeni kod isteyin."
    if wrong:
        raise Refused(wrong)
    return row


@transaction.atomic
def sign_in_with_event_code(
    *,
    actor: Actor,
    wireless_id: int,
    phone: str,
    code: str,
    asked_ip: str,
    notice_version: int,
    mac: str = "",
    ip: str = "",
) -> GuestSession:
    """A code handed out at an event stands for the text message, once; the number is written down all the same."""
    del actor
    number = mobile(phone)
    if not number:
        raise Refused("Cep telefonu numarası yazın; örneğin 0532 000 00 00.")
    moment = now()
    one = WirelessNetwork.objects.filter(pk=wireless_id, portal=True, status="active").first()
    notice = queries.notice_now()
    if one is None:
        raise Refused("Bu ağa buradan girilmiyor.")
    if notice is None or notice.version != notice_version:
        raise Refused("Aydınlatma metni değişti; sayfayı yenileyip yeniden okuyun.")
    known = queries.event_of_code(code.replace("\0", "").strip().upper()[:12])
    held = EventCode.objects.select_for_update().filter(pk=known.pk, used_at=None).first() if known else None
    if held is None or held.event.wireless_id not in {None, one.pk}:
        raise Refused("Kod tanınmadı ya da kullanılmış.")
    held.used_at = moment
    held.save(update_fields=["used_at"])
    row = GuestSession(
        unit_id=one.unit_id, wireless=one, event=held.event, phone=number, mac=register.mac_of(mac), ip=_told(ip),
        asked_ip=asked_ip, notice=notice, secret="", asked_at=moment,
    )  # fmt: skip
    row.save()
    _begin(row, moment)
    return row


def _begin(row: GuestSession, moment: dt.datetime) -> None:
    row.began_at = moment
    row.until = moment + dt.timedelta(minutes=row.wireless.minutes)
    row.save(update_fields=["began_at", "until"])
    GuestSession.objects.filter(mac=row.mac, ended_at=None, until__gt=moment).exclude(
        Q(pk=row.pk) | Q(mac="")
    ).update(ended_at=moment)
    _record(row, "guest-sign-in", moment)
    publish(life.GUEST_SIGNED_IN, session=row.pk)


def _record(row: GuestSession, action: str, moment: dt.datetime) -> None:
    """The line the law asks for, sealed with the others: who, with which device, behind which address, when."""
    told = {
        "@timestamp": moment.isoformat(),
        "event": {"action": action, "category": "network", "id": str(row.pk)},
        "user": {"name": row.phone},
        "source": {"ip": row.ip or row.asked_ip, "mac": row.mac},
        "network": {"name": row.wireless.ssid},
        "konak": {"notice": row.notice.version, "until": row.until.isoformat() if row.until else None},
    }
    spool.append("guest", [json.dumps(told, ensure_ascii=False).encode()], source="konak")


@transaction.atomic
def end_guest(session_id: int, *, actor: Actor, why: str = "") -> GuestSession:
    """Put a guest out, or note that the controller did."""
    row = queries.guests(actor).select_for_update(of=("self",)).get(pk=session_id)
    may(actor, access.KEEP, made_owner(row))
    moment = now()
    if row.began_at is None or row.ended_at is not None or (row.until and row.until <= moment):
        raise Refused("Bu oturum sürmüyor.")
    row.ended_at = moment
    row.save(update_fields=["ended_at"])
    _record(row, "guest-sign-out", moment)
    tell(queries.GUEST_KIND, row.pk, "end", actor, made_owner(row), why.replace("\0", "").strip()[:200])
    return row


def note_look(*, actor: Actor, what: str) -> None:
    """Somebody looked a guest up: that he did is written down, not whom he found."""
    seat = actor.seat_for(access.GUESTS)
    trail.write(actor=actor, kind=queries.GUEST_KIND, subject="0", verb="look", note=what[:200], seat=seat)


def forget_guests(*, actor: Actor, day: dt.date | None = None) -> int:
    """By night: requests that came to nothing leave after a month, stays after two years (the sealed lines stay by
    the retention of their set)."""
    del actor
    today = day or localdate()
    empty = Q(began_at=None, asked_at__date__lt=today - dt.timedelta(days=UNFINISHED_DAYS))
    old = Q(asked_at__date__lt=today - dt.timedelta(days=KEPT_DAYS))
    return GuestSession.objects.filter(empty | old).delete()[0]


# Events -----------------------------------------------------------------------------------------------------------


def _tell_asker(row: EventWifi, title: str, body: str = "") -> None:
    if row.case.opened_by_id is not None:
        url = reverse("front:case", args=[row.case.number])
        notify([row.case.opened_by_id], EVENT_DECIDED, title, body=body, url=url)


@transaction.atomic
def ask_event(
    *,
    actor: Actor,
    name: str,
    place: str,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    people: int,
    contact: str = "",
    why: str = "",
) -> EventWifi:
    """Ask for Wi-Fi at an event or a place that has none."""
    if not name.strip() or not place.strip():
        raise Refused("Etkinliğin adını ve yerini yazın.")
    if ends_at <= starts_at:
        raise Refused("Bitiş başlangıçtan sonra olmalı.")
    if ends_at - starts_at > dt.timedelta(days=60):
        raise Refused("Etkinlik en çok 60 gün sürebilir; daha uzunu için yerleşke ve hat açın.")
    if starts_at < now():
        raise Refused("Başlangıç geçmiş bir an olamaz.")
    if not 1 <= people <= 500_000:
        raise Refused("Beklenen kişi sayısını yazın.")
    target = Prefix.objects.order_by("pk").values_list("unit_id", flat=True).first()
    if target is None:
        raise Refused("Henüz kayıtlı ağ yok; isteği karşılayacak birim belirlenemedi.")
    made = EventWifi(
        name=name.replace("\0", "").strip()[:160], place=place.replace("\0", "").strip()[:200], starts_at=starts_at,
        ends_at=ends_at, people=people, contact=contact.replace("\0", "").strip()[:160],
        why=why.replace("\0", "").strip()[:2_000],
    )  # fmt: skip
    return open_case(
        made,
        actor=actor,
        permission=access.ASK_NET,
        unit_id=target,
        subject=f"Etkinlik kablosuzu: {made.name}"[:250],
        due_on=min(add_working_days(localdate(), EVENT_DAYS), localdate(starts_at)),
    )


@transaction.atomic
def approve_event(
    number: str,
    *,
    actor: Actor,
    wireless_id: int,
    equipment: str,
    capacity: int,
    site_id: int | None = None,
    answer: str = "",
) -> EventWifi:
    """Agree: which network, what equipment goes there, how many it carries."""
    with take(life.APPROVE_EVENT, EventWifi, number, actor, note=answer.strip()[:500]) as row:
        if not equipment.strip():
            raise Refused("Verilecek donanımı yazın (erişim noktaları, mobil hat, anahtar).")
        if capacity < 1:
            raise Refused("Kapasiteyi yazın.")
        one = queries.wireless(actor).filter(pk=wireless_id).first()
        if one is None or one.purpose not in {"guest", "public", "event"}:
            raise Refused("Misafirlere açık bir kablosuz ağ seçin.")
        if site_id is not None and not gear.sites(actor).filter(pk=site_id).exists():
            raise Refused("Seçilen yerleşke bulunamadı.")
        row.wireless_id, row.site_id, row.capacity = one.pk, site_id, capacity
        row.equipment = equipment.replace("\0", "").strip()[:400]
        row.answer = answer.replace("\0", "").strip()[:500]
        row.case.due_on = localdate(row.starts_at)
    _tell_asker(row, f"{number}: etkinlik kablosuzu uygun görüldü", row.answer)
    return row


@transaction.atomic
def refuse_event(number: str, *, actor: Actor, why: str) -> EventWifi:
    if not why.strip():
        raise Refused("Neden uygun görülmediğini yazın.")
    with take(life.REFUSE_EVENT, EventWifi, number, actor, note=why.strip()[:500]) as row:
        row.answer = why.replace("\0", "").strip()[:500]
    _tell_asker(row, f"{number}: etkinlik kablosuzu uygun görülmedi", row.answer)
    return row


@transaction.atomic
def start_event(number: str, *, actor: Actor, codes: int = 0) -> EventWifi:
    """It stands and sends; codes are made for who has no telephone at hand."""
    with take(life.START_EVENT, EventWifi, number, actor) as row:
        if not 0 <= codes <= 2_000:
            raise Refused("En çok 2.000 kod verilebilir.")
        if row.ends_at < now():
            raise Refused("Etkinliğin süresi geçmiş.")
        row.case.due_on = localdate(row.ends_at)
        made: set[str] = set()
        while len(made) < codes:
            made.add("".join(secrets.choice(LETTERS) for _ in range(8)))
        EventCode.objects.bulk_create([EventCode(event=row, code=one) for one in sorted(made)])
    _tell_asker(row, f"{number}: kablosuz yayında", f"{codes} kod hazır." if codes else "")
    return row


@transaction.atomic
def close_event(
    number: str, *, actor: Actor, peak: int | None = None, gigabytes: Any = None, note: str = ""
) -> EventWifi:
    """It is over: how many signed in is counted, the stays end, codes that were not used are void."""
    with take(life.CLOSE_EVENT, EventWifi, number, actor, note=note.strip()[:500]) as row:
        moment = now()
        row.guests = row.sessions.exclude(began_at=None).values("phone").distinct().count()
        if peak is not None and peak < 0:
            raise Refused("En çok eşzamanlı sayısı sıfırdan küçük olamaz.")
        row.peak, row.gigabytes = peak, gigabytes
        row.answer = note.replace("\0", "").strip()[:500] or row.answer
        row.sessions.filter(ended_at=None, until__gt=moment).update(ended_at=moment)
    _tell_asker(row, f"{number}: etkinlik kablosuzu kapatıldı", f"{row.guests} misafir girdi.")
    return row


@transaction.atomic
def withdraw_event(number: str, *, actor: Actor) -> EventWifi:
    with take(life.WITHDRAW_EVENT, EventWifi, number, actor) as row:
        pass
    return row
