"""Destek Portalı of Örnek Büyükşehir Belediyesi: catalogue, forms, promises, two years of tickets, and today."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from konak.foundation.access import Actor
from konak.foundation.access.queries import actor_of
from konak.foundation.people.models import Appointment, Unit
from konak.foundation.people.positions import Position
from konak.governance.systems import public as systems

from .. import services
from ..models import Hours, Level, Service, ServiceGroup, Skill, Ticket
from ..volume import fill
from . import tools

PAST = {"s": 380, "m": 6_000, "l": 60_000}
"""Tickets of the last two years."""

END_USER, HARDWARE = "Son Kullanıcı Destek Servisi", "Donanım Bakım Servisi"
NETWORK, SERVERS = "Ağ Servisi", "Sistem ve Veri Tabanı Servisi"
DEVELOPING, EBYS = "Uygulama Geliştirme Servisi", "EBYS Servisi"
SPATIAL, GUIDE = "Mekânsal Veri Servisi", "Şehir Rehberi Servisi"
SECURITY, CAMERAS = "Güvenlik İzleme Servisi", "Kamera ve Telsiz Servisi"

GROUPS = (
    ("Bilgisayar ve yazıcı", "Masanızdaki cihazlar", "device-desktop"),
    ("Hesap ve e-posta", "Giriş, parola, posta kutusu", "password-user"),
    ("Uygulamalar", "EBYS, e-imza ve birim uygulamaları", "layout-grid"),
    ("Ağ ve telefon", "İnternet, ortak klasör, dahili", "network"),
    ("Harita ve kent verisi", "Katmanlar, numarataj, kent rehberi", "map-2"),
    ("Danışma ve güvenlik", "Sorun, birlikte karar verelim", "shield-check"),
)
SERVICES: tuple[tuple[str, int, str, str, str, tuple[str, ...], dict[str, Any]], ...] = (
    (
        "Yazıcı, tarayıcı",
        0,
        HARDWARE,
        "printer",
        "Basmıyor, sıkıştırıyor, taramıyor",
        ("incident", "request"),
        {"asks_asset": True, "keywords": "çıktı toner kâğıt fotokopi", "time_required": True},
    ),
    (
        "Bilgisayar arızası",
        0,
        HARDWARE,
        "device-desktop",
        "Açılmıyor, yavaş, ekran ya da klavye",
        ("incident",),
        {"asks_asset": True, "keywords": "masaüstü dizüstü laptop monitör fare klavye"},
    ),
    (
        "Yeni bilgisayar, donanım isteği",
        0,
        HARDWARE,
        "devices",
        "Yeni ya da ek cihaz; amir onayıyla",
        ("request",),
        {"approver": "manager", "keywords": "monitör ekran tablet sarf"},
    ),
    (
        "Yazılım kurulum",
        0,
        END_USER,
        "download",
        "Program kurma, güncelleme, lisans",
        ("request", "incident"),
        {"keywords": "ofis program uygulama lisans"},
    ),
    (
        "Parola, hesap",
        1,
        END_USER,
        "key",
        "Unutulan parola, kilitlenen hesap",
        ("request", "incident"),
        {"keywords": "şifre giriş kilit doğrulama", "priority": 2},
    ),
    (
        "E-posta",
        1,
        SERVERS,
        "mail",
        "Posta kutusu, kota, ortak kutu",
        ("incident", "request"),
        {"keywords": "mail outlook kota takvim"},
    ),
    (
        "EBYS",
        2,
        EBYS,
        "file-text",
        "Havale, imza, evrak, rol",
        ("incident", "request", "consultancy"),
        {"keywords": "evrak yazışma havale belge"},
    ),
    (
        "E-imza",
        2,
        EBYS,
        "signature",
        "Kart, okuyucu, sertifika",
        ("incident", "request"),
        {"keywords": "imza sertifika kart okuyucu", "asks_asset": True, "hears": "signing"},
    ),
    (
        "Uygulama geliştirme",
        2,
        DEVELOPING,
        "code",
        "Birim uygulamalarında hata ve istek",
        ("change", "incident", "consultancy"),
        {"keywords": "rapor ekran program yazılım", "level": "Geliştirme"},
    ),
    (
        "Ağ, internet",
        3,
        NETWORK,
        "network",
        "Bağlantı, kablosuz ağ, ortak klasör",
        ("incident", "request"),
        {"keywords": "internet kablo wifi vpn klasör", "skill": "Ağ"},
    ),
    (
        "Telefon, santral",
        3,
        NETWORK,
        "phone",
        "Dahili numara, yönlendirme",
        ("incident", "request"),
        {"keywords": "dahili ahize santral"},
    ),
    (
        "Kamera, telsiz",
        3,
        CAMERAS,
        "broadcast",
        "Kamera, turnike, telsiz",
        ("incident", "request"),
        {"keywords": "kamera turnike telsiz kayıt", "level": "7×24 kritik sistemler"},
    ),
    (
        "CBS, harita",
        4,
        SPATIAL,
        "map",
        "Katman, parsel, numarataj",
        ("request", "incident", "consultancy"),
        {"keywords": "harita parsel adres kapı numarası kent rehberi"},
    ),
    (
        "Güvenlik danışma",
        5,
        SECURITY,
        "shield-check",
        "Şüpheli ileti, güvenli paylaşım",
        ("consultancy", "request"),
        {"keywords": "oltalama virüs usb şüpheli", "time_required": True},
    ),
    (
        "Mobil imza başvurusu",
        2,
        EBYS,
        "device-mobile",
        "Telefonla imza için başvuru; amir onayıyla",
        ("request",),
        {"approver": "manager", "keywords": "mobil imza gsm operatör telefon"},
    ),
    (
        "E-imza kurulumu",
        2,
        EBYS,
        "certificate",
        "Kart okuyucu, sürücü ve deneme imzası",
        ("request",),
        {"keywords": "e-imza kart okuyucu sürücü sertifika kurulum"},
    ),
    (
        "Fiber hat arızası",
        3,
        NETWORK,
        "plug-connected",
        "Hizmet noktasına giden hatta kesinti",
        ("incident",),
        {"keywords": "fiber hat kopuk kesinti hizmet noktası", "skill": "Ağ", "level": "7×24 kritik sistemler"},
    ),
    (
        "e-Belediye hizmetleri",
        2,
        DEVELOPING,
        "world",
        "İnternet hizmetlerinde hata ve değişiklik isteği",
        ("incident", "change"),
        {"keywords": "e-belediye web sitesi ödeme başvuru internet hizmeti"},
    ),
    (
        "Güvenlik açığı giderme",
        5,
        SECURITY,
        "bug",
        "Bulunan açığın yaması; yeniden taranmadan kapanmaz",
        ("incident", "change"),
        {"keywords": "zafiyet açık yama tarama", "audience": "desk"},
    ),
    (
        "Ölçülen arıza",
        3,
        NETWORK,
        "heartbeat",
        "Sistem izlemenin bulduğu kesinti; talep kendiliğinden açılır ve kapanır",
        ("incident",),
        {"keywords": "izleme kesinti alarm ölçüm", "audience": "desk", "level": "7×24 kritik sistemler"},
    ),
)
FORMS: dict[str, list[dict[str, Any]]] = {
    "yazici-tarayici": [
        {
            "key": "cihaz",
            "type": "choice",
            "label": "Hangi cihaz?",
            "required": True,
            "options": ["Yazıcı", "Tarayıcı", "Fotokopi"],
        },
        {
            "key": "belirti",
            "type": "choice",
            "label": "Ne oluyor?",
            "required": True,
            "options": ["Kâğıt sıkışıyor", "Soluk basıyor", "Hiç basmıyor", "Başka"],
        },
        {
            "key": "renkli",
            "type": "yes_no",
            "label": "Toner yeni mi değişti?",
            "show_if": {"key": "belirti", "is": "Soluk basıyor"},
        },
        {"key": "ne_zaman", "type": "date", "label": "Ne zamandan beri?"},
    ],
    "yeni-bilgisayar-donanim-istegi": [
        {
            "key": "ne",
            "type": "multi",
            "label": "Ne gerekiyor?",
            "required": True,
            "options": ["Masaüstü bilgisayar", "Dizüstü bilgisayar", "Monitör", "Tablet", "Tarayıcı"],
        },
        {"key": "kim_icin", "type": "person", "label": "Kimin için?", "help": "Kullanıcı adı ya da adı soyadı."},
        {
            "key": "gerekce",
            "type": "long",
            "label": "Gerekçe",
            "required": True,
            "help": "Bugün ne kullanıyor, neden yetmiyor?",
        },
        {"key": "gereken_gun", "type": "date", "label": "En geç ne zaman gerekiyor?"},
    ],
    "parola-hesap": [
        {
            "key": "hangi",
            "type": "choice",
            "label": "Hangi hesap?",
            "required": True,
            "options": ["Bilgisayar oturumu", "E-posta", "EBYS", "Başka uygulama"],
        },
        {
            "key": "uygulama",
            "type": "text",
            "label": "Uygulamanın adı",
            "required": True,
            "show_if": {"key": "hangi", "is": "Başka uygulama"},
        },
    ],
    "mobil-imza-basvurusu": [
        {
            "key": "operator",
            "type": "choice",
            "label": "Hangi operatör?",
            "required": True,
            "options": ["Türk Telekom", "Turkcell", "Vodafone"],
        },
        {"key": "gsm", "type": "text", "label": "Cep telefonu", "required": True, "help": "0 5xx xxx xx xx"},
        {"key": "neden", "type": "long", "label": "Hangi iş için gerekiyor?", "required": True},
    ],
    "e-imza-kurulumu": [
        {
            "key": "sahibi",
            "type": "person",
            "label": "Sertifika sahibi",
            "required": True,
            "help": "Kullanıcı adı ya da adı soyadı.",
        },
        {
            "key": "okuyucu",
            "type": "choice",
            "label": "Kart okuyucu",
            "required": True,
            "options": ["USB okuyucu", "Klavyede", "Token", "Yok, verilmeli"],
        },
    ],
    "fiber-hat-arizasi": [
        {"key": "nokta", "type": "text", "label": "Hangi hizmet noktası?", "required": True},
        {"key": "ne_zaman", "type": "date", "label": "Ne zamandan beri?"},
    ],
    "guvenlik-acigi-giderme": [
        {"key": "bulgu", "type": "text", "label": "Bulgunun kodu", "help": "Örneğin CVE numarası."},
        {"key": "nerede", "type": "text", "label": "Hangi sistem ya da cihaz?", "required": True},
    ],
    "ag-internet": [
        {
            "key": "kac_kisi",
            "type": "choice",
            "label": "Kaç kişi etkileniyor?",
            "required": True,
            "options": ["Yalnız ben", "Odamız", "Katımız", "Bütün bina"],
        },
        {
            "key": "priz",
            "type": "text",
            "label": "Duvar prizinin etiketi",
            "help": "Örneğin B2-014; görünmüyorsa boş bırakın.",
        },
    ],
}
SYSTEMS = {
    "EBYS": "EBYS",
    "E-posta": "EPOSTA",
    "CBS, harita": "CBS",
    "Parola, hesap": "DIZIN",
    "Ağ, internet": "AG",
    "Fiber hat arızası": "AG",
}
"""What the tickets of a service are about, by the code of the register."""
MINUTES = {1: (30, 240), 2: (60, 480), 3: (120, 960), 4: (240, 2_400)}


def loaded() -> bool:
    return Ticket.objects.exists() or Service.objects.exists()


def load(*, size: str, seed: int, report: Callable[[str], object]) -> None:
    """The catalogue by the services, the past by COPY, today by the services again."""
    builder = _actor(Position.HEAD_OF_DEPARTMENT, "Bilgi İşlem Dairesi Başkanlığı")
    levels = _promises(builder)
    _teams(builder)
    _catalogue(builder, levels)
    tools.at_hand(builder)
    fill(count=PAST[size], seed=seed, report=lambda line: None)
    _today()
    tools.used(builder, seed)
    report(f"{Service.objects.count()} destek hizmeti, {Ticket.objects.count()} destek talebi")


def _actor(position: str, unit_name: str) -> Actor:
    seat = Appointment.objects.filter(unit__name=unit_name, position=position, acting_for=None).order_by("pk").first()
    if seat is None:
        raise LookupError(f"{unit_name} has no {position}")
    return actor_of(seat.user_id, via="cli")


def _promises(builder: Actor) -> dict[str, Level]:
    day = services.save_hours(
        actor=builder,
        name="Mesai saatleri",
        begins=dt.time(8, 30),
        ends=dt.time(17, 30),
        break_from=dt.time(12, 30),
        break_until=dt.time(13, 30),
    )
    always: Hours = services.save_hours(actor=builder, name="7×24", always=True)
    usual = services.save_level(
        actor=builder, name="Olağan destek", kind="sla", hours_id=day.pk, close_after=3, targets=MINUTES
    )
    slow = services.save_level(
        actor=builder,
        name="Geliştirme",
        kind="sla",
        hours_id=day.pk,
        close_after=10,
        targets={1: (60, 960), 2: (240, 2_400), 3: (480, 7_200), 4: (480, 14_400)},
    )
    critical = services.save_level(
        actor=builder,
        name="7×24 kritik sistemler",
        kind="sla",
        hours_id=always.pk,
        close_after=3,
        targets={1: (15, 120), 2: (30, 480), 3: (120, 1_440), 4: (480, 4_320)},
    )
    own = services.save_level(
        actor=builder,
        name="Ekip içi",
        kind="ola",
        hours_id=day.pk,
        targets={1: (None, 180), 2: (None, 360), 3: (None, 720), 4: (None, 1_920)},
    )
    for level in (usual, critical):
        services.save_rule(actor=builder, level_id=level.pk, clock="answer", minutes=0, reaction="tell_agent")
        services.save_rule(actor=builder, level_id=level.pk, clock="solve", minutes=-60, reaction="tell_agent")
        services.save_rule(actor=builder, level_id=level.pk, clock="solve", minutes=0, reaction="tell_chief")
        services.save_rule(actor=builder, level_id=level.pk, clock="solve", minutes=1_440, reaction="tell_above")
    cells = {(i, u): min(4, max(1, {2: 1, 3: 2, 4: 3, 5: 3, 6: 4}[i + u])) for i in (1, 2, 3) for u in (1, 2, 3)}
    services.set_matrix(actor=builder, cells=cells)
    return {one.name: one for one in (usual, slow, critical, own)}


def _teams(builder: Actor) -> None:
    skills = {name: services.add_skill(actor=builder, name=name) for name in ("Ağ", "Donanım", "EBYS", "E-imza")}
    wanted: dict[str, tuple[Skill, ...]] = {
        NETWORK: (skills["Ağ"],),
        HARDWARE: (skills["Donanım"],),
        EBYS: (skills["EBYS"], skills["E-imza"]),
    }
    for name in (END_USER, HARDWARE, NETWORK, SERVERS, DEVELOPING, EBYS, SPATIAL, GUIDE, SECURITY, CAMERAS):
        unit = Unit.objects.get(name=name)
        held = Appointment.objects.filter(unit=unit, position__in=[Position.STAFF, Position.EXPERT], until=None)
        for place, user in enumerate(held.order_by("pk").values_list("user_id", flat=True)):
            services.save_agent(
                actor=builder,
                unit_id=unit.pk,
                user_id=user,
                skill_ids=[one.pk for one in wanted.get(name, ())],
                weight=100 if place else 70,
            )


def _catalogue(builder: Actor, levels: dict[str, Level]) -> None:
    groups: list[ServiceGroup] = [
        services.save_group(actor=builder, name=name, description=words, icon=icon, order=10 * place)
        for place, (name, words, icon) in enumerate(GROUPS, 1)
    ]
    skills = {one.name: one.pk for one in Skill.objects.all()}
    for place, (name, shelf, unit, icon, words, kinds, more) in enumerate(SERVICES, 1):
        facts = dict(more)
        level = levels[facts.pop("level", "Olağan destek")]
        skill = facts.pop("skill", None)
        about = systems.find(SYSTEMS[name]) if name in SYSTEMS else None
        made = services.save_service(
            actor=builder,
            name=name,
            group_id=groups[shelf].pk,
            unit_id=Unit.objects.get(name=unit).pk,
            kinds=kinds,
            description=words,
            icon=icon,
            level_id=level.pk,
            own_level_id=levels["Ekip içi"].pk,
            skill_id=skills[skill] if skill else None,
            system_id=about.id if about else None,
            order=10 * place,
            **facts,
        )
        if made.code in FORMS:
            services.write_form(made.code, actor=builder, questions=FORMS[made.code])
            services.publish_form(made.code, actor=builder)


def _today() -> None:
    """What an employee of another department asks today, by the portal; one waits for his head."""
    others = Appointment.objects.filter(
        unit__kind="department", position=Position.STAFF, acting_for=None, user__is_active=True
    ).exclude(unit__name="Bilgi İşlem Dairesi Başkanlığı")
    askers = [actor_of(user, via="cli") for user in others.order_by("pk").values_list("user_id", flat=True)[:8]]
    if not askers:
        return
    made = services.open_ticket(
        actor=askers[0],
        service_code="yazici-tarayici",
        subject="Zabıta karakolundaki yazıcı kâğıdı çekmiyor",
        text="Alt tepsiden kâğıt almıyor, üst tepsi çalışıyor. Tutanak basamıyoruz.",
        kind="incident",
        answers={"cihaz": "Yazıcı", "belirti": "Kâğıt sıkışıyor"},
        contact_phone="0232 000 41 17",
        place="ek bina, servis odası",
    )
    first, desk = made.case.number, actor_of(made.case.assignee_id or 0, via="cli")
    services.take_up(first, actor=desk)
    services.ask(first, actor=desk, text="Yazıcının üzerindeki sicil numarasını yazar mısınız?")
    services.open_ticket(
        actor=askers[-1],
        service_code="yeni-bilgisayar-donanim-istegi",
        subject="Yeni başlayan personel için bilgisayar",
        kind="request",
        answers={
            "ne": ["Masaüstü bilgisayar", "Monitör"],
            "gerekce": "Ay başında göreve başlayacak arkadaşımızın masasında bilgisayar yok.",
        },
    )
    made = services.open_ticket(
        actor=askers[min(1, len(askers) - 1)],
        service_code="bilgisayar-arizasi",
        subject="Ekranda titreme var",
        text="Öğleden sonra başladı, başı ağrıtıyor.",
        kind="incident",
    )
    second, desk = made.case.number, actor_of(made.case.assignee_id or 0, via="cli")
    services.take_up(second, actor=desk)
    services.answer(second, actor=desk, text="Görüntü kablosunu değiştirmeyi deneyeceğim, 15.00'te uğruyorum.")
    services.answer(second, actor=desk, text="Depoda HDMI kablo var, yanıma aldım.", internal=True)
    services.solve(second, actor=desk, text="Görüntü kablosu değiştirildi.", minutes=15)
    services.announce(
        source="ornek:yedekleme:gece",
        service_code="e-posta",
        subject="Posta sunucusunda disk doluluğu yüzde 90'ı geçti",
        text="İzleme: /var/mail bölümü 92 dolu.",
    )
