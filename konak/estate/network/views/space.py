"""The tree, prefixes, addresses, ranges."""

from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from konak.foundation.db.paging import page_after
from konak.foundation.ui import workbook as sheets
from konak.foundation.ui.parts import Chip, Tab
from konak.foundation.web.http import Request
from konak.foundation.web.pages import address, answer, asked, found, given, moments

from .. import access, forms, queries, services, tables
from ..models import Prefix, PrefixStatus, RangeStatus
from ..tables import Button
from .common import PER_PAGE, listing


def prefix_url(one: Any) -> str:
    return reverse("network:prefix", args=[one.pk])


def address_url(one: Any) -> str:
    return reverse("network:address", args=[one.pk])


def _nodes(page: list[Prefix]) -> list[dict[str, Any]]:
    full = queries.utilisation(page)
    return [{"row": row, "full": full.get(row.pk)} for row in page]


def _table(request: Request) -> tuple[str, int | None]:
    text = request.GET.get("vrf", "")
    key = int(text) if text.isdecimal() and len(text) < 18 else 0
    return (text if key else ""), key or None


@require_GET
def index(request: Request) -> HttpResponse:
    """The tree of networks, its outermost level; a searched address answers with where it lies."""
    ask = asked(request, "q", "sonra")
    vrf, vrf_id = _table(request)
    rows = queries.roots(request.actor, vrf_id)
    tabs = [
        Tab(name, address({"q": ask["q"]}, vrf=key), vrf == key)
        for key, name in (("", "Genel tablo"), *((str(row.pk), row.name) for row in queries.vrfs(request.actor)[:20]))
    ]
    if sheets.asked(request):
        heads = [sheets.Column(head.label, head.width) for head in tables.PREFIXES.heads]
        every = queries.prefixes(request.actor).filter(Q(vrf_id=vrf_id)).order_by("network", "pk")
        lines = (tables.PREFIXES.values(row) for row in every[: sheets.ENOUGH])
        return sheets.workbook("Ağ ağacı", heads, lines, "ag-agaci", filters=sheets.told(tabs))
    spot = queries.spot(request.actor, ask["q"], vrf_id or 0) if ask["q"] else None
    matches: list[Prefix] = []
    if ask["q"] and spot is None:
        wanted = queries.PrefixFilter(q=ask["q"], vrf=vrf_id or 0)
        matches = list(queries.prefixes(request.actor, wanted).order_by("network", "pk")[:PER_PAGE])
    page, after = page_after(rows, ("network", "pk"), ask["sonra"], PER_PAGE)
    context = {
        "nodes": _nodes(page),
        "tabs": tabs,
        "asked": ask,
        "vrf": vrf,
        "spot": spot,
        "matches": _nodes(matches),
        "older": address({"vrf": vrf, "q": ask["q"]}, sonra=after) if after else "",
        "first": address({"vrf": vrf, "q": ask["q"]}) if ask["sonra"] else "",
        "may_keep": request.actor.holds(access.KEEP),
        "may_trace": request.actor.holds(access.TRACE),
        "any": bool(page) or queries.prefixes(request.actor).exists(),
    }
    return render(request, "network/tree.html", context)


@require_GET
def branch(request: Request, prefix_id: int) -> HttpResponse:
    """The networks directly below one, for its place in the tree."""
    one = found(queries.prefix, request.actor, prefix_id)
    ask = asked(request, "sonra")
    page, after = page_after(queries.below(request.actor, one), ("network", "pk"), ask["sonra"], PER_PAGE)
    context = {
        "nodes": _nodes(page),
        "more": f"{reverse('network:branch', args=[one.pk])}{address({}, sonra=after)}" if after else "",
        "whole": prefix_url(one),
    }
    return render(request, "network/_branch.html", context)


@require_GET
def prefixes(request: Request) -> HttpResponse:
    names = ("status", "vrf", "q")
    ask = asked(request, *names, "sonra")
    vrf = int(ask["vrf"]) if ask["vrf"].isdecimal() and len(ask["vrf"]) < 18 else None
    filters = queries.PrefixFilter(status=ask["status"] or None, vrf=vrf, q=ask["q"] or None)
    base = {"vrf": ask["vrf"], "q": ask["q"]}
    tabs = [
        Tab(label, address(base, status=key), ask["status"] == key)
        for key, label in (("", "Tümü"), *PrefixStatus.choices)
    ]
    chips = [Chip("Arama", ask["q"], address({**base, "status": ask["status"]}, q=""))] if ask["q"] else []
    return listing(
        request,
        tables.PREFIXES,
        queries.prefixes(request.actor, filters),
        ("network", "pk"),
        title="Ağlar",
        lead="Bütün kayıtlı ağlar, sırasıyla.",
        here="prefixes",
        file="aglar",
        asked=ask,
        tabs=tabs,
        chips=chips,
        search="Ağ, adres ya da açıklama",
        buttons=_keep(request, Button("Ağ yaz", reverse("network:add_prefix"), "plus", primary=True)),
        empty="Henüz ağ yok",
        hint="İlk ağı yazın; altındakiler kendiliğinden yerine oturur.",
    )


def _begun(request: Request, *names: str) -> dict[str, str]:
    """What the link to the form already says."""
    return {name: request.GET.get(name, "") for name in names}


def _told(one: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(one, name) for name in names}


def _keep(request: Request, *buttons: Button) -> list[Button]:
    return list(buttons) if request.actor.holds(access.KEEP) else []


@require_GET
def prefix(request: Request, prefix_id: int) -> HttpResponse:
    one = found(queries.prefix, request.actor, prefix_id)
    ask = asked(request, "sonra", "adres")
    children, more_children = page_after(queries.below(request.actor, one), ("network", "pk"), ask["sonra"], PER_PAGE)
    held = queries.addresses(request.actor).filter(prefix_id=one.pk)
    addresses, more = page_after(held, ("ip", "pk"), ask["adres"], PER_PAGE)
    context = {
        "prefix": one,
        "kind": tables.PREFIX_KIND[one.status],
        "full": queries.utilisation([one])[one.pk],
        "path": list(
            queries.networks_around(request.actor, str(one.net[0])).filter(
                Q(vrf_id=one.vrf_id), network__over=one.network
            )
        )[::-1],
        "nodes": _nodes(children),
        "children_more": address({}, sonra=more_children) if more_children else "",
        "heads": tables.ADDRESSES.heads,
        "rows": [list(zip(tables.ADDRESSES.heads, tables.address_cells(row), strict=True)) for row in addresses],
        "addresses_more": address({}, adres=more) if more else "",
        "ranges": list(one.ranges.order_by("first")[:50]),
        "squares": (drawn := tables.squares(one)),
        "squares_height": (max(len(drawn), 1) - 1) // 32 * 20 + 20,
        "free": queries.free_networks(one)[:12] if one.status == "container" or children else [],
        "keeps": request.actor.reach(access.KEEP).covers(one),
        "story": moments(queries.PREFIX_KIND, one.pk, tables.TOLD, last=20),
    }
    return render(request, "network/prefix.html", context)


def add_prefix(request: Request) -> HttpResponse:
    return answer(
        request,
        forms.PrefixForm(**given(request), actor=request.actor, initial=_begun(request, "network", "vrf_id")),
        services.add_prefix,
        title="Ağ yaz",
        button="Yaz",
        next_url=prefix_url,
    )


def edit_prefix(request: Request, prefix_id: int) -> HttpResponse:
    one = found(queries.prefix, request.actor, prefix_id)
    initial = _told(one, "network", "status", "vlan_id", "is_pool", "description", "tags")
    return answer(
        request,
        forms.PrefixForm(**given(request), actor=request.actor, fixed=True, initial=initial),
        services.edit_prefix,
        prefix_id,
        title="Ağı düzenle",
        lead=str(one),
        next_url=prefix_url,
    )


def drop_prefix(request: Request, prefix_id: int) -> HttpResponse:
    one = found(queries.prefix, request.actor, prefix_id)
    return answer(
        request,
        forms.NothingForm(**given(request)),
        services.drop_prefix,
        prefix_id,
        title="Ağı çıkar",
        button="Çıkar",
        lead=f"{one.network} kaydı silinir; içindeki ağlar ve adresler üstündeki ağa geçer. Geçmişi durur.",
        danger=True,
        next_url=lambda _: reverse("network:index"),
    )


def next_prefix(request: Request, prefix_id: int) -> HttpResponse:
    one = found(queries.prefix, request.actor, prefix_id)
    return answer(
        request,
        forms.NextPrefixForm(**given(request), actor=request.actor),
        services.next_prefix,
        prefix_id,
        title="Sıradaki boş ağı ver",
        button="Ver",
        lead=f"{one.network} içindeki ilk boş ağ, istediğiniz uzunlukta.",
        next_url=prefix_url,
    )


def next_address(request: Request, prefix_id: int) -> HttpResponse:
    one = found(queries.prefix, request.actor, prefix_id)
    first = queries.first_address(one)
    return answer(
        request,
        forms.NextAddressForm(**given(request), actor=request.actor),
        services.next_address,
        prefix_id,
        title="Sıradaki boş adresi ver",
        button="Ver",
        lead=f"{one.network} içindeki ilk boş adres{f' (şu anda {first})' if first else ''}.",
        next_url=address_url,
    )


@require_GET
def addresses(request: Request) -> HttpResponse:
    names = ("state", "status", "q")
    ask = asked(request, *names, "sonra")
    filters = queries.AddressFilter(state=ask["state"] or None, status=ask["status"] or None, q=ask["q"] or None)
    tabs = [
        Tab(label, address({"q": ask["q"]}, state=key), ask["state"] == key)
        for key, label in (
            *(("", "Tümü"), ("quiet", "90 gündür görülmeyen"), ("ending", "30 günde biten")),
            ("unowned", "Sahibi yazılmamış"),
        )
    ]
    full = {name: ask[name] for name in names}
    chips = [Chip("Arama", ask["q"], address(full, q=""))] if ask["q"] else []
    return listing(
        request,
        tables.ADDRESSES,
        queries.addresses(request.actor, filters),
        ("ip", "pk"),
        title="IP adresleri",
        lead="Kayıtlı adresler: kimin, hangi cihazda, en son ne zaman görüldü.",
        here="addresses",
        file="ip-adresleri",
        asked=ask,
        tabs=tabs,
        chips=chips,
        search="Adres, ağ, ad, MAC",
        buttons=[
            *_keep(request, Button("Adres yaz", reverse("network:add_address"), "plus", primary=True)),
            Button("Çift kayıtlar", reverse("network:duplicates"), "copy", dialog=False),
        ],
        empty="Henüz adres yok",
        hint="Bir ağın sayfasından sıradaki boş adresi verebilirsiniz.",
        spot=queries.spot(request.actor, ask["q"]) if ask["q"] else None,
    )


@require_GET
def address_(request: Request, address_id: int) -> HttpResponse:
    one = found(queries.address, request.actor, address_id)
    asks = request.actor.holds(access.TRACE)
    uses = list(queries.uses(request.actor).filter(Q(vrf_id=one.vrf_id), ip=one.ip).order_by("-since", "-pk")[:20])
    context = {
        "address": one,
        "kind": tables.ADDRESS_KIND[one.status],
        "keeps": request.actor.reach(access.KEEP).covers(one),
        "asked_by": getattr(one, "request", None),
        "asks": asks,
        "heads": tables.USES.heads,
        "rows": [list(zip(tables.USES.heads, tables.use_cells(row), strict=True)) for row in uses] if asks else [],
        "story": moments(queries.ADDRESS_KIND, one.pk, tables.TOLD, last=20),
    }
    return render(request, "network/address.html", context)


def add_address(request: Request) -> HttpResponse:
    return answer(
        request,
        forms.AddressForm(**given(request), actor=request.actor, initial=_begun(request, "ip", "vrf_id")),
        services.add_address,
        title="Adres yaz",
        button="Yaz",
        next_url=address_url,
    )


def edit_address(request: Request, address_id: int) -> HttpResponse:
    one = found(queries.address, request.actor, address_id)
    initial = _told(one, "status", "role", "dns_name", "mac", "user", "until", "description", "tags")
    initial |= {"ip": one.written, "asset_tag": one.asset.tag if one.asset else ""}
    return answer(
        request,
        forms.AddressForm(**given(request), actor=request.actor, fixed=True, initial=initial),
        services.edit_address,
        address_id,
        title="Adresi düzenle",
        lead=one.written,
        next_url=address_url,
    )


def drop_address(request: Request, address_id: int) -> HttpResponse:
    one = found(queries.address, request.actor, address_id)
    return answer(
        request,
        forms.NothingForm(**given(request)),
        services.drop_address,
        address_id,
        title="Adresi boşa çıkar",
        button="Boşa çıkar",
        lead=f"{one.ip} başkasına verilebilir olur; kimin kullandığının geçmişi durur.",
        danger=True,
        next_url=lambda _: reverse("network:addresses"),
    )


@require_GET
def duplicates(request: Request) -> HttpResponse:
    rows = queries.duplicates(request.actor)
    if sheets.asked(request):
        heads = [sheets.Column(label, width) for label, width in (("Ne", 16), ("Değer", 30), ("Adresler", 60))]
        lines = ([one.what, one.value, ", ".join(map(str, one.rows))] for one in rows)
        return sheets.workbook("Çift kayıtlar", heads, lines, "cift-kayitlar", filters=sheets.told())
    return render(request, "network/duplicates.html", {"rows": rows})


@require_GET
def ranges(request: Request) -> HttpResponse:
    ask = asked(request, "status", "sonra")
    filters = queries.RangeFilter(status=ask["status"] or None)
    tabs = [
        Tab(label, address({}, status=key), ask["status"] == key)
        for key, label in (("", "Tümü"), *RangeStatus.choices)
    ]
    return listing(
        request,
        tables.RANGES,
        queries.ranges(request.actor, filters),
        ("first", "pk"),
        title="Adres aralıkları",
        lead="DHCP'nin dağıttığı ve topluca ayrılan adresler; birbiriyle çakışmaz.",
        here="ranges",
        file="adres-araliklari",
        asked=ask,
        tabs=tabs,
        buttons=_keep(request, Button("Aralık yaz", reverse("network:add_range"), "plus", primary=True)),
        empty="Henüz aralık yok",
    )


def add_range(request: Request) -> HttpResponse:
    return answer(
        request,
        forms.RangeForm(**given(request), actor=request.actor),
        services.add_range,
        title="Aralık yaz",
        button="Yaz",
        next_url=lambda _: reverse("network:ranges"),
    )


def edit_range(request: Request, range_id: int) -> HttpResponse:
    one = found(queries.ip_range, request.actor, range_id)
    initial = _told(one, "first", "last", "status", "description", "tags")
    return answer(
        request,
        forms.RangeForm(**given(request), actor=request.actor, fixed=True, initial=initial),
        services.edit_range,
        range_id,
        title="Aralığı düzenle",
        lead=str(one),
        next_url=lambda _: reverse("network:ranges"),
    )


def drop_range(request: Request, range_id: int) -> HttpResponse:
    one = found(queries.ip_range, request.actor, range_id)
    return answer(
        request,
        forms.NothingForm(**given(request)),
        services.drop_range,
        range_id,
        title="Aralığı çıkar",
        button="Çıkar",
        lead=f"{one} aralığı silinir; adresleri tek tek verilebilir olur.",
        danger=True,
        next_url=lambda _: reverse("network:ranges"),
    )
