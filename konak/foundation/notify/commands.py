"""`konak notify`: send what is due, show how the ways out stand, try them with one message."""

import argparse

from django.conf import settings

from . import CHANNELS, Letter, Undelivered, queries, services

NAME, HELP = "notify", "Bildirimler: gönder, durumu göster, posta ve SMS yolunu dene"


def configure(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(required=True, metavar="işlem")
    commands.add_parser("send-due", help="zamanı gelenleri şimdi gönder").set_defaults(run=send_due)
    commands.add_parser("status", help="yolların durumu, bekleyen ve gönderilemeyenler").set_defaults(run=status)
    mail = commands.add_parser("test-mail", help="bir adrese deneme iletisi gönder")
    mail.add_argument("address", metavar="ADRES", help="e-posta adresi")
    mail.set_defaults(run=lambda args: trial("mail", args.address))
    sms = commands.add_parser("test-sms", help="bir numaraya deneme SMS'i gönder")
    sms.add_argument("number", metavar="NUMARA", help="cep telefonu numarası")
    sms.set_defaults(run=lambda args: trial("sms", args.number))


def send_due(args: argparse.Namespace) -> int:
    done = services.send_due()
    print(
        f"{done.sent} gönderildi, {done.later} sonra denenecek, {done.failed} gönderilemedi, "
        f"{done.dropped} gerek kalmadığı için bırakıldı."
    )
    return 0


def status(args: argparse.Namespace) -> int:
    ways = queries.ways()
    if not ways:
        print("Kurulu bir gönderim yolu yok; bildirimler yalnız ekranda görünür.")
    for way in ways:
        state = "açık"
        if way.off_because:
            state = f"kapalı: {way.off_because}"
        elif way.outage:
            state = f"yanıt vermiyor ({way.outage.since:%d.%m.%Y %H.%M} UTC'den beri): {way.outage.problem}"
        print(f"{way.channel.label}: {state}")
        print(f"  saatini bekleyen {way.waiting}, sırada {way.queued}, gönderilemeyen {way.failed}")
    return 0


def trial(channel: str, to: str) -> int:
    """One message past the queue; the reason when it does not go."""
    way = CHANNELS.get(channel)
    if way is None:
        print("Bu yol kurulu değil.")
        return 1
    if reason := way.off_because():
        print(f"{way.label} kapalı: {reason}")
        return 1
    words = f"{settings.MUNICIPALITY}: Konak deneme iletisi. Bunu okuyorsanız yol açık. Türkçe harfler: ğüşıöç ĞÜŞİÖÇ"
    letter = Letter(to=to, subject="Konak deneme iletisi", text=words + "\n", html=f"<p>{words}</p>", short=words)
    try:
        with way.session() as send:
            reference = send(letter)
    except Undelivered as problem:
        print(f"Gönderilemedi. {problem}")
        return 1
    print(f"Gönderildi. Karşı tarafın yanıtı: {reference}")
    return 0
