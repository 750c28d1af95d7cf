"""What NetBox clients ask first: which version they speak to."""

from typing import Any

from django.http import HttpResponse
from ninja import Router, Schema

from konak.foundation.web.http import Request

router = Router(tags=["network"])
SPEAKS = "4.2"
"""The version of NetBox whose shapes `/api/ipam/` follows."""


class NetboxStatusOut(Schema):
    netbox_version: str
    program: str


@router.get("/status/", response=NetboxStatusOut, by_alias=False, summary="Hangi sürümün biçimi konuşuluyor")
def status(request: Request, response: HttpResponse) -> Any:
    response["API-Version"] = SPEAKS
    return {"netbox_version": SPEAKS, "program": "Konak"}
