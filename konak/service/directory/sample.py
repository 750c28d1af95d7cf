"""Two years of comparisons with the directory of the sample municipality, open questions, trusted systems."""

import datetime as dt
import random
from collections.abc import Callable

from django.utils.timezone import localdate, make_aware, now

from konak.foundation.access.queries import actor_of
from konak.foundation.people.models import Appointment, Unit, User
from konak.foundation.people.positions import Position
from konak.foundation.people.queries import on_day
from konak.governance.systems import public as systems

from . import services
from .models import Audience, Connection, Difference, Does, Entry, Fate, Group, GroupMember, Reads, RunState, SyncRun

EVERY = {"s": 4, "m": 1, "l": 1}
"""Days between two runs that are kept."""
GROUPS = (
    ("vpn-kullanicilari", "Uzaktan erişim"),
    ("ebys-kullanicilari", "EBYS kullanıcıları"),
    ("internet-genis", "Geniş internet profili"),
    ("yazici-renkli", "Renkli yazıcı"),
    ("dosya-ortak", "Ortak klasör"),
    ("sunucu-yoneticileri", "Sunucu yöneticileri"),
)
BASE = "dc=ornek,dc=example"
TRUSTED = (("DESTEK", Audience.EVERYBODY), ("ACIKVERI", Audience.UNIT), ("ENVANTER", Audience.ENTITLED))


def loaded() -> bool:
    return Connection.objects.exists()


def load(*, size: str, seed: int, report: Callable[[str], object]) -> None:
    chance = random.Random(seed)  # noqa: S311 - repeatable sample data, nothing secret
    seat = Appointment.objects.filter(on_day(), position=Position.ADMINISTRATOR).order_by("pk").first()
    if seat is None:
        return
    actor = actor_of(seat.user_id, via="cli")
    row = services.set_connection(
        actor=actor,
        code="kurum-dizini",
        name="Kurum dizini",
        kind="ad",
        url="ldaps://dizin.ornek.example",
        base=BASE,
        bind_dn=f"cn=konak-okur,ou=hizmet,{BASE}",
        every_hours=0,
        threshold=10,
    )
    Connection.objects.filter(pk=row.pk).update(checked_at=now() - dt.timedelta(hours=3))
    people = list(User.objects.filter(is_active=True).order_by("pk")[:4000])
    entries = _entries(row, people)
    _groups(row, entries, chance)
    _runs(row, people, EVERY[size], chance, actor.user_id)
    _questions(row, entries, actor.user_id)
    known = {one.code: one.id for one in systems.systems(actor)}
    for code, audience in TRUSTED:
        if code in known:
            host = f"https://{code.lower()}.ornek.example"
            services.register(
                actor=actor,
                system_id=known[code],
                audience=audience,
                redirect_uris=[f"{host}/donus"],
                logout_uris=[f"{host}/"],
            )
    report(f"{len(entries)} dizin kaydı, {Group.objects.count()} grup, {SyncRun.objects.count()} eşitleme")


def _entries(row: Connection, people: list[User]) -> list[Entry]:
    unit_of = dict(Appointment.objects.filter(on_day()).order_by("-pk").values_list("user_id", "unit_id"))
    names = dict(Unit.objects.values_list("pk", "name"))
    entries = []
    for place, user in enumerate(people):
        dn = f"cn={user.full_name},ou=personel,{BASE}"
        unit_id = unit_of.get(user.pk)
        entries.append(
            Entry(
                connection=row,
                uid=f"{place:08d}-0000-4000-8000-000000000000",
                dn=dn,
                folded_dn=dn.casefold(),
                username=user.username,
                first_name=user.first_name,
                last_name=user.last_name,
                email=user.email,
                phone=user.phone,
                title=user.title,
                number=user.registry_number or "",
                department=names.get(unit_id, "") if unit_id else "",
                ou="personel",
                user=user,
                unit_id=unit_id,
                signs_in=False,  # the sample people sign in with the passwords written beside the database
            )
        )
    return Entry.objects.bulk_create(entries, batch_size=1000)


def _groups(row: Connection, entries: list[Entry], chance: random.Random) -> None:
    groups = Group.objects.bulk_create(
        Group(connection=row, uid=f"grup-{place}", dn=f"cn={name},ou=gruplar,{BASE}", name=name, about=about)
        for place, (name, about) in enumerate(GROUPS)
    )
    members = []
    for group in groups:
        for entry in chance.sample(entries, min(len(entries), chance.randint(4, 20))):
            members.append(GroupMember(group=group, entry=entry))
    GroupMember.objects.bulk_create(members)


def _runs(row: Connection, people: list[User], every: int, chance: random.Random, by: int | None) -> None:
    today = localdate()
    runs, told = [], []
    for place, back in enumerate(range(730, 0, -every)):
        begun = make_aware(dt.datetime.combine(today - dt.timedelta(days=back), dt.time(3, 10)))
        state, words, counts = (
            RunState.DONE,
            "",
            {"read": len(people) - chance.randint(0, 6), "linked": len(people) - 8},
        )
        if place % 47 == 20:
            state, words = RunState.DROPPED, "Dizine ulaşılamadı: ldaps://dizin.ornek.example"
        elif place % 61 == 40:
            state, words = RunState.DROPPED, "Dizin hiç kişi döndürmedi; hiçbir hesap kapatılmadı."
            counts = {"read": 0}
        else:
            for does, most in (("update", 3), ("create", 1), ("disable", 1)):
                if (count := chance.randint(0, most)) and chance.random() < 0.35:
                    counts[does] = count
            labels = {"update": "kişi güncellendi", "create": "hesap açıldı", "disable": "hesap kapatıldı"}
            done = [f"{counts[name]} {label}" for name, label in labels.items() if name in counts]
            words = "; ".join([f"{counts['read']} kişi okundu", *(done or ["değişiklik yok"])])
        runs.append(
            SyncRun(
                connection=row,
                state=state,
                finished_at=begun + dt.timedelta(seconds=chance.randint(4, 40)),
                stage="done",
                pages=1,
                counts=counts,
                words=words,
                by_id=by if place % 29 == 3 else None,
            )
        )
        told.append(begun)
    made = SyncRun.objects.bulk_create(runs, batch_size=500)
    for run, begun in zip(made, told, strict=True):
        run.started_at = begun
    SyncRun.objects.bulk_update(made, ["started_at"], batch_size=500)
    labels = {"update": "telefon", "create": "Kullanıcı adı verildi", "disable": "Dizinde hesabı kapalı"}
    rows = []
    for run in made:
        for does, words in labels.items():
            for _ in range(run.counts.get(does, 0)):
                user = chance.choice(people)
                who = f"{user.full_name} ({user.username})"
                rows.append(Difference(run=run, connection=row, does=does, who=who, words=words, user=user))
    for one in Difference.objects.bulk_create(rows, batch_size=500):
        one.at = one.run.started_at
    Difference.objects.bulk_update(rows, ["at"], batch_size=500)


def _questions(row: Connection, entries: list[Entry], by: int | None) -> None:
    """One of each kind that waits for somebody."""
    run = row.runs.order_by("-pk")[0]
    unit = Unit.objects.filter(until=None, parent__isnull=False).order_by("pk")[2]
    first, second, third = entries[5], entries[6], entries[7]
    for does, entry, words, facts in (
        (Does.CONFLICT, first, "Birden çok kişiye benziyor (sicil no, e-posta)", {"user": None}),
        (
            Does.UNIT,
            second,
            "«Dijital Dönüşüm Ofisi» adlı birim bulunamadı: 3 kişi",
            {"who": "Dijital Dönüşüm Ofisi"},
        ),
        (Does.SEAT, third, "Dizine göre bu birimde; Konak'ta orada görevi yok", {"unit": unit, "user": third.user}),
    ):
        given = {"who": f"{entry.full_name} ({entry.username})", "fate": Fate.OPEN} | facts
        Difference.objects.create(run=run, connection=row, does=does, entry=entry, words=words, **given)
    services.set_rule(
        row.code,
        actor=actor_of(by or 0, via="cli"),
        reads=Reads.DEPARTMENT,
        value="Bilgi İşlem",
        unit=Unit.objects.get(name="Bilgi İşlem Dairesi Başkanlığı"),
    )
