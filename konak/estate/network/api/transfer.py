"""Whole registers as files, for machines."""

from typing import Annotated, Literal

from django.http import HttpResponse
from ninja import Query, Router, Schema
from ninja.files import UploadedFile

from konak.foundation.lifecycle import Refused
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO, line

from .. import services
from ..parsing import registers as files

router = Router(tags=["network"])
Name = Annotated[str, line(40)]


class RegisterCountOut(Schema):
    label: str
    added: int
    changed: int
    same: int


class RegisterImportOut(Schema):
    counts: list[RegisterCountOut]
    faults: list[str]
    broken: int
    written: bool


@router.get("/register-files/{name}", url_name="network_register_file", response={200: None, **SAYS_NO})
def read_register(
    request: Request, name: Name, form: Annotated[Literal["csv", "json", "yaml"], Query()] = "json"
) -> HttpResponse:
    """A whole register within reach, as a file that can be given back."""
    content = services.write_register(actor=request.actor, name=name, form=form)
    return HttpResponse(content, content_type=f"{files.FORMATS[form]}; charset=utf-8")


@router.post("/register-files", url_name="network_register_files", response={200: RegisterImportOut, **SAYS_NO})
def bring_registers(request: Request, file: UploadedFile, name: Name = "", dry: bool = False) -> object:
    """Bring a file in: every line by its own rules, all or none. `faults` names each line that was refused."""
    content = file.read(files.LARGEST + 1)
    if name and not name.isascii():
        raise Refused("Böyle bir kayıt yok.")
    return services.bring(actor=request.actor, content=content, name=name, dry=dry)
