"""Rows for the search of the house."""

from konak.foundation.search.services import Findable, index_many, remove

from .. import access, queries
from ..models import Host, Problem, WatchedService


def _host(one: Host) -> Findable:
    return Findable(
        kind=queries.HOST_KIND,
        object_id=one.pk,
        number=one.address[:60],
        title=one.name,
        body=f"{one.get_sort_display()} {one.place} {one.description}",
        url=f"/izleme/cihazlar/{one.pk}/",
        permission=access.VIEW.code,
        unit_id=one.unit_id,
    )


def _service(one: WatchedService) -> Findable:
    return Findable(
        kind=queries.SERVICE_KIND,
        object_id=one.pk,
        number=None,
        title=one.name,
        body=f"{one.group} {one.provider} {one.description}",
        url=f"/izleme/hizmetler/{one.pk}/",
        permission=access.VIEW.code,
        unit_id=one.unit_id,
    )


def index_host(one: Host) -> None:
    index_many([_host(one)])


def index_service(one: WatchedService) -> None:
    index_many([_service(one)])


def index_problem(one: Problem) -> None:
    index_many([_problem(one)])


def _problem(one: Problem) -> Findable:
    return Findable(
        kind=queries.PROBLEM_KIND,
        object_id=one.pk,
        number=one.case.number,
        title=one.case.subject,
        body=f"{one.words} {one.cause} {one.done}"[:2_000],
        url=f"/izleme/arizalar/{one.case.number}/",
        permission=access.VIEW.code,
        unit_id=one.case.unit_id,
    )


def forget(kind: str, key: int) -> None:
    remove(kind=kind, object_id=key)


def reindex_hosts() -> None:
    index_many(_host(one) for one in Host.objects.iterator(chunk_size=1_000))


def reindex_services() -> None:
    index_many(_service(one) for one in WatchedService.objects.iterator(chunk_size=1_000))


def reindex_problems() -> None:
    index_many(_problem(one) for one in Problem.objects.iterator(chunk_size=1_000))
