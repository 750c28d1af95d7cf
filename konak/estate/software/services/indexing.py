"""Rows for the search of the house."""

from konak.foundation.search.services import Findable, index_many

from .. import access, queries
from ..models import Computer, Entitlement, Product


def index_product(one: Product) -> None:
    index_many([_product(one)])


def index_licence(one: Entitlement) -> None:
    index_many([_licence(one)])


def index_computer(one: Computer) -> None:
    index_many([_computer(one)])


def _product(one: Product) -> Findable:
    return Findable(
        kind=queries.PRODUCT_KIND,
        object_id=one.pk,
        title=one.name,
        body=f"{one.publisher} {one.about}",
        url=f"/yazilim/{one.pk}/",
        permission=access.VIEW.code,
        unit_id=one.unit_id,
    )


def _licence(one: Entitlement) -> Findable:
    return Findable(
        kind=queries.LICENCE_KIND,
        object_id=one.number,
        number=one.number,
        title=f"{one.product.name} lisansı",
        body=f"{one.supplier} {one.contract}",
        url=f"/yazilim/lisanslar/{one.number}/",
        permission=access.VIEW.code,
        unit_id=one.unit_id,
    )


def _computer(one: Computer) -> Findable:
    return Findable(
        kind=queries.COMPUTER_KIND,
        object_id=one.pk,
        title=one.name,
        body=f"{one.serial} {one.system}",
        url=f"/yazilim/bilgisayarlar/{one.pk}/",
        permission=access.VIEW.code,
        unit_id=one.unit_id,
    )


def reindex_products() -> None:
    index_many(_product(one) for one in Product.objects.iterator(chunk_size=1_000))


def reindex_licences() -> None:
    index_many(_licence(one) for one in Entitlement.objects.select_related("product").iterator(chunk_size=1_000))


def reindex_computers() -> None:
    index_many(_computer(one) for one in Computer.objects.filter(retired_on=None).iterator(chunk_size=1_000))
