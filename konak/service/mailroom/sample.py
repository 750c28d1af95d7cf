"""A support mailbox of the sample (switched off: its server is not there), and a few mails of the last weeks."""

import datetime as dt
import random
from collections.abc import Callable
from email.message import EmailMessage

from django.utils.timezone import now

from konak.foundation.access.queries import actor_of
from konak.foundation.people.models import Appointment, User
from konak.foundation.people.queries import on_day
from konak.service.desk import public as desk

from . import services
from .models import Mail, Mailbox

DOMAIN = "ornekbelediye.example"
SERVER = f"posta.{DOMAIN}"
COUNTS = {"s": 10, "m": 60, "l": 400}
WORDS = (
    ("Yazıcıdan çıktı alamıyorum", "Kattaki yazıcı kâğıt sıkıştı diyor ama içi boş."),
    ("Parola süresi", "Bilgisayar açılışta parolamın süresinin dolduğunu söylüyor, ne yapmalıyım?"),
    ("Paylaşılan klasör", "Birim klasörüne dünden beri giremiyoruz; üç arkadaşta da aynı."),
    ("Ekran titriyor", "Dış ekran arada kararıyor, kabloyu değiştirdim, geçmedi."),
    ("Toplantı salonu", "Yarınki sunum için projeksiyon ve ses düzeni gerekiyor."),
)
STRANGE = ("Fiyat teklifi", "Sayın yetkili, yazılım lisansları için indirimli teklifimiz ektedir.")


def loaded() -> bool:
    return Mailbox.objects.exists()


def load(*, size: str, seed: int, report: Callable[[str], object]) -> None:
    """Deterministic by `seed`. What came is put through the same way as a mail that was fetched."""
    chance = random.Random(seed)  # noqa: S311 - repeatable sample data, nothing secret
    administrator = User.objects.filter(username="yonetici").first()
    offered = desk.service_choices()
    if administrator is None or not offered:
        return
    actor = actor_of(administrator.pk, via="cli")
    _, name, code, unit_id = offered[0]
    box = services.save_mailbox(
        actor=actor,
        unit_id=unit_id,
        name="Destek Masası",
        address=f"destek@{DOMAIN}",
        service_code=code,
        host=SERVER,
        tls="tls",
        user="destek",
        secret="DESTEK",  # noqa: S106 - the name of a variable, not a password
        server_id=SERVER,
        dkim=False,
        receipts=False,
        strangers="hold",
    )
    services.switch(box.pk, actor=actor, active=False)
    box.refresh_from_db()
    seated = Appointment.objects.filter(on_day()).values("user_id")
    people = list(User.objects.filter(is_active=True, pk__in=seated).exclude(email="").order_by("pk"))
    for place in range(COUNTS[size] if people else 0):
        sender = chance.choice(people)
        _came(box, place, _letter(chance, place, sender), now() - dt.timedelta(hours=9 * place + chance.randrange(8)))
    report(f"{Mail.objects.count()} gelen ileti ({name})")


def _letter(chance: random.Random, place: int, sender: User) -> EmailMessage:
    mail = EmailMessage()
    mail["To"], mail["Message-ID"] = f"destek@{DOMAIN}", f"<ornek-{place}@{DOMAIN}>"
    if place % 5 == 3:
        mail["From"], mail["Subject"] = "Bir firma <satis@firma.example>", STRANGE[0]
        mail.set_content(STRANGE[1])
        return mail
    mail["Authentication-Results"] = f"{SERVER}; dmarc=pass header.from={sender.email.rpartition('@')[2]}"
    mail["From"] = f"{sender.full_name} <{sender.email}>"
    if place % 5 == 4:
        mail["Auto-Submitted"], mail["Subject"] = "auto-replied", "Otomatik yanıt: izindeyim"
        mail.set_content("Yıllık izindeyim; acil işler için birimimi arayın.")
        return mail
    subject, text = chance.choice(WORDS)
    mail["Subject"] = subject
    mail.set_content(f"Merhaba,\n\n{text}\n\nKolay gelsin\n{sender.full_name}\n")
    return mail


def _came(box: Mailbox, place: int, mail: EmailMessage, at: dt.datetime) -> None:
    taken, _ = services.take_in(box, mail.as_bytes(), uid=place + 1, validity=1)
    services.process(taken.pk)
    Mail.objects.filter(pk=taken.pk).update(received_at=at, processed_at=at)
