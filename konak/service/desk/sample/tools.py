"""What the teams of the sample keep at hand, and what they did with it: so that every screen of the desk lives."""

import random
from typing import Any

from konak.estate.assets import public as assets
from konak.foundation.access import Actor
from konak.foundation.access.queries import actor_of
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Unit
from konak.governance.systems import public as systems

from .. import services
from ..models import Agent, Macro, Service, Ticket
from ..services.tools import give_list

TAGS = ("toner", "ağ", "vpn", "yeni personel", "taşınma", "e-imza", "yazıcı", "eğitim", "acil", "garanti")
CANNED: tuple[tuple[str, str, str, str], ...] = (
    (
        "selam",
        "Selamlama",
        "",
        "Sayın {ad},\n\n{sayi} sayılı talebinizi aldık. Gelişmeleri size yazacağız.\n\n{ben}",
    ),
    (
        "sicil",
        "Sicil numarası isteme",
        "",
        "Cihazın etiketindeki sicil numarasını yazar mısınız? Kayıttaki: {cihaz}.",
    ),
    (
        "yeniden-baslat",
        "Yeniden başlatma",
        "",
        "Bilgisayarınızı kapatıp bir dakika bekledikten sonra yeniden açar mısınız? Sorun sürerse bu talebe yazın.",
    ),
    (
        "ugrayacagiz",
        "Yerinde bakılacak",
        "",
        "{bugun} günü {yer} adresine uğrayacağız. Yerinizde olmayacaksanız uygun saati yazın.",
    ),
    ("toner-yolda", "Toner yolda", "Yazıcı, tarayıcı", "Toneriniz depodan çıktı; bugün içinde değiştirilecek."),
    (
        "vpn-kurulum",
        "VPN kurulumu",
        "Ağ, internet",
        "VPN için kurum bilgisayarınız ve tek kullanımlık kod uygulaması gerekir. Adımlar bilgi bankasında.",
    ),
    (
        "parola-kurali",
        "Parola kuralı",
        "Parola, hesap",
        "Yeni parolanız en az on iki karakter olmalı; eski parolalarınızdan biri olamaz. Kimseyle paylaşmayın.",
    ),
    (
        "kapanis",
        "Kapanış",
        "",
        "{konu} ile ilgili çalışmamız bitti. Sorun sürerse bu iletiyi yanıtlamanız yeterli.\n\n{ben}",
    ),
)
MACROS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("Bilgi bekle: sicil no", {"step": "ask", "text": "Cihazın etiketindeki sicil numarasını yazar mısınız?"}),
    (
        "Uzaktan çözüldü",
        {
            "step": "solve",
            "text": "Uzak bağlantıyla düzeltildi; denetler misiniz?",
            "minutes": 15,
            "tags": ["uzaktan"],
        },
    ),
    (
        "Firmaya ilet",
        {"step": "refer", "party": "Bakım yüklenicisi", "text": "Yükleniciye çağrı açıldı.", "internal": True},
    ),
    ("Üstlen ve selamla", {"step": "take", "text": "Sayın {ad}, talebinizle ilgileniyorum. {ben}"}),
    ("Acil işaretle", {"priority": 1, "tags": ["acil"], "text": "Öncelik yükseltildi.", "internal": True}),
)
TEMPLATES: tuple[tuple[str, str, str, str, tuple[str, ...]], ...] = (
    (
        "Yeni personel hesabı",
        "Parola, hesap",
        "Yeni personel için hesap açılması",
        "Adı soyadı:\nBirimi:\nBaşlama günü:\nGereken uygulamalar:",
        ("yeni personel",),
    ),
    ("Toner bitti", "Yazıcı, tarayıcı", "Toner değişimi", "Yazıcının yeri ve sicil numarası:", ("toner",)),
    ("İnternet yok", "Ağ, internet", "İnternet bağlantısı yok", "Bina, kat, oda:\nDuvar prizinin etiketi:", ("ağ",)),
    ("EBYS rolü", "EBYS", "EBYS'de rol tanımı", "Kim için:\nHangi birimde:\nHangi rol:", ()),
    ("E-imza kurulumu", "E-imza", "E-imza sürücüsü ve kart okuyucu kurulumu", "Sertifika sahibi:", ("e-imza",)),
)
CHECKS: dict[str, tuple[bool, tuple[tuple[str, bool], ...]]] = {
    "Yazıcı, tarayıcı": (
        True,
        (("Sayaç değeri yazıldı", True), ("Deneme çıktısı alındı", True), ("Kullanıcı bilgilendirildi", False)),
    ),
    "Yeni bilgisayar, donanım isteği": (
        True,
        (
            ("Zimmet fişi hazırlandı", True),
            ("Etiket yapıştırıldı", True),
            ("Etki alanına alındı", True),
            ("Eski cihazın verisi taşındı", False),
        ),
    ),
    "E-imza kurulumu": (
        True,
        (
            ("Kart okuyucu ve sürücüsü kuruldu", True),
            ("Sertifika kartta görüldü", True),
            ("Deneme imzası atıldı ve doğrulandı", True),
        ),
    ),
    "Fiber hat arızası": (True, (("Yeri ve giden ekip yazıldı", True), ("Onarımdan sonra hat ölçüldü", True))),
    "Güvenlik açığı giderme": (
        True,
        (("Yama ya da önlem uygulandı", True), ("Yeniden tarandı, bulgu çıkmadı", True)),
    ),
    "Yazılım kurulum": (False, (("Lisans denetlendi", True), ("Sürüm onaylı listede", True))),
}


def at_hand(builder: Actor) -> None:
    """Texts, macros, templates and lists of every team, and a macro somebody keeps for himself."""
    by_name = {one.name: one for one in Service.objects.all()}
    for word, name, service, text in CANNED:
        only = by_name[service].pk if service else None
        services.save_canned(actor=builder, name=name, word=word, text=text, service_id=only)
    for order, (name, facts) in enumerate(MACROS, 1):
        services.save_macro(actor=builder, name=name, order=10 * order, **facts)
    team = Unit.objects.get(name="Donanım Bakım Servisi")
    services.save_macro(
        actor=builder,
        name="Toner değişti",
        unit_id=team.pk,
        step="solve",
        text="Sayın {ad}, toner değiştirildi ve deneme çıktısı alındı.",
        minutes=20,
        tags=["toner"],
    )
    somebody = Agent.objects.filter(unit=team).order_by("pk").first()
    if somebody is not None:
        own = actor_of(somebody.user_id, via="cli")
        services.save_macro(
            actor=own, name="Yarına bırak", mine=True, tags=["yarın"], text="Yarın bakılacak.", internal=True
        )
        services.save_canned(
            actor=own,
            name="Servis numaram",
            mine=True,
            word="numaram",
            text="Bana 0232 000 21 40 numarasından ulaşırsınız.",
        )
    for name, service, subject, text, tags in TEMPLATES:
        services.save_template(
            actor=builder, name=name, service_id=by_name[service].pk, subject=subject, text=text, tags=tags
        )
    for name, (blocks, lines) in CHECKS.items():
        code = by_name[name].code
        for words, required in lines:
            services.save_check_item(code, actor=builder, text=words, required=required)
        services.set_checks_block(code, actor=builder, blocks=blocks)


def _one(mine: list[str], act: Any) -> None:
    """The first of these tickets with which an act is allowed; the sample is made by chance, and rules stand."""
    for number in mine:
        try:
            act(number)
        except (Refused, Ticket.DoesNotExist):
            continue
        return


def used(builder: Actor, seed: int) -> None:
    """A few open tickets that were tagged, bound together, put under a parent, given a macro and a system."""
    chance = random.Random(seed)  # noqa: S311 - repeatable sample data, nothing secret
    rows = Ticket.objects.filter(case__resting=False).exclude(case__state="approval").order_by("pk")
    numbers = list(rows.values_list("case__number", flat=True))
    for ticket in rows.filter(service__checklist__isnull=False).select_related("service").distinct():
        give_list(ticket, ticket.service)
        line = ticket.checks.first()
        if line is not None and chance.random() < 0.5:
            _one([ticket.case.number], lambda one, key=line.pk: services.tick(one, key, actor=builder))
    for ticket in rows.filter(service__asks_asset=True, requester__isnull=False):
        held = assets.assets_of(ticket.requester_id or 0)
        if held:
            tag = chance.choice(held).tag
            _one([ticket.case.number], lambda one, t=tag: services.classify(one, actor=builder, asset_tag=t))
    known = systems.systems(builder)
    for number in numbers:
        if chance.random() < 0.35:
            tags = chance.sample(TAGS, chance.randint(1, 2))
            about = chance.choice(known).id if known and chance.random() < 0.5 else None
            _one([number], lambda one, t=tags, a=about: services.classify(one, actor=builder, tags=t, system_id=a))
    if len(numbers) < 8:
        return
    parent, first, second, other = numbers[:4]
    for part in (first, second):
        _one([part], lambda one: services.set_parent(one, actor=builder, parent=parent))
    _one([parent], lambda one: services.link(one, actor=builder, other=other, why="aynı neden"))
    firm = Macro.objects.get(name="Firmaya ilet")
    _one(numbers[4:], lambda one: services.run_macro(one, actor=builder, macro_id=firm.pk))
