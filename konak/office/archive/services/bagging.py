"""The hand-over package: a BagIt folder with the contents, METS (what belongs together) and EAD3 (what it is).

Written with lxml by the schemas of the Library of Congress and the Society of American Archivists; `bagit` makes the
manifests and proves them.
"""

import hashlib
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import bagit  # type: ignore[import-untyped]
from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate, now
from lxml import etree

from konak.foundation.access import Actor
from konak.foundation.cases.services import tell
from konak.foundation.files.queries import Missing, open_blob
from konak.foundation.files.services import condition_of, store_as_is
from konak.foundation.lifecycle import Refused

from .. import access, queries
from ..models import Bag, Disposal, Document, Folder, Piece

METS, EAD, XLINK = "http://www.loc.gov/METS/", "http://ead3.archivists.org/schema/", "http://www.w3.org/1999/xlink"
MAP: Any = {None: METS, "xlink": XLINK}
EAD_MAP: Any = {None: EAD}
MOST_DOCUMENTS = 50_000


def write_bag(folders: list[Folder], to: Path, *, actor: Actor) -> tuple[int, int, int]:
    """Write the package of these files into the empty folder `to`; returns documents, contents and bytes.

    A content that is missing or changed stops it: what is handed over is whole or is not handed over.
    """
    del actor
    if to.exists() and any(to.iterdir()):
        raise Refused(f"«{to}» boş değil.")
    documents = contents = size = 0
    to.mkdir(parents=True, exist_ok=True)
    mets = etree.Element(f"{{{METS}}}mets", nsmap=MAP)
    mets.set("TYPE", "Konak arşiv devir paketi")
    header = etree.SubElement(mets, f"{{{METS}}}metsHdr", CREATEDATE=now().strftime("%Y-%m-%dT%H:%M:%SZ"))
    agent = etree.SubElement(header, f"{{{METS}}}agent", ROLE="CREATOR", TYPE="ORGANIZATION")
    etree.SubElement(agent, f"{{{METS}}}name").text = settings.MUNICIPALITY
    section = etree.SubElement(mets, f"{{{METS}}}fileSec")
    group = etree.SubElement(section, f"{{{METS}}}fileGrp", USE="original")
    structure = etree.SubElement(mets, f"{{{METS}}}structMap", TYPE="logical")
    top = etree.SubElement(structure, f"{{{METS}}}div", TYPE="devir", LABEL="Devredilen dosyalar")
    ead, series = _ead(folders)
    for folder in folders:
        place = etree.SubElement(
            top, f"{{{METS}}}div", TYPE="dosya", LABEL=folder.case.subject, ID=folder.case.number
        )
        described = _component(series, "file", folder)
        for document in folder.papers.order_by("pk").prefetch_related("pieces").iterator(chunk_size=500):
            documents += 1
            mine = etree.SubElement(place, f"{{{METS}}}div", TYPE="belge", LABEL=document.title, ID=f"B{document.pk}")
            _item(described, document)
            for piece in document.pieces.all():
                if piece.destroyed_at is not None:
                    continue
                path = f"{folder.case.number}/{document.pk}/{piece.pk}-{_plain(piece.name)}"
                _copy(piece, to / path)
                contents, size = contents + 1, size + piece.size
                file = etree.SubElement(
                    group,
                    f"{{{METS}}}file",
                    ID=f"F{piece.pk}",
                    MIMETYPE=piece.media_type,
                    SIZE=str(piece.size),
                    CHECKSUM=piece.sha256,
                    CHECKSUMTYPE="SHA-256",
                )
                link = etree.SubElement(file, f"{{{METS}}}FLocat", LOCTYPE="URL")
                link.set(f"{{{XLINK}}}href", path)
                etree.SubElement(mine, f"{{{METS}}}fptr", FILEID=f"F{piece.pk}")
    for name, tree in (("mets.xml", mets), ("ead.xml", ead)):
        content = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", pretty_print=True)
        (to / name).write_bytes(content)
    bagit.make_bag(
        str(to),
        {
            "Source-Organization": settings.MUNICIPALITY,
            "External-Description": f"{len(folders)} dosya, {documents} belge",
            "Bagging-Date": localdate().isoformat(),
        },
        checksums=["sha256", "sha512"],
    )
    return documents, contents, size


def _plain(name: str) -> str:
    kept = "".join(letter if letter.isalnum() or letter in "._-" else "_" for letter in name)
    return kept.encode("ascii", "replace").decode().replace("?", "_")[-80:]


def _copy(piece: Piece, to: Path) -> None:
    reason, _ = condition_of(piece.sha256, piece.size)
    if reason or piece.stored is None:
        raise Refused(f"«{piece.name}» {reason or 'artık yok'}; paket hazırlanmadı.")
    to.parent.mkdir(parents=True, exist_ok=True)
    try:
        with open_blob(piece.stored) as source, to.open("wb") as target:
            shutil.copyfileobj(source, target)
    except Missing as fault:
        raise Refused(f"«{piece.name}» okunamadı: {fault}") from None


def _ead(folders: list[Folder]) -> tuple[Any, Any]:
    ead = etree.Element(f"{{{EAD}}}ead", nsmap=EAD_MAP)
    control = etree.SubElement(ead, f"{{{EAD}}}control")
    etree.SubElement(control, f"{{{EAD}}}recordid").text = "-".join(one.case.number for one in folders[:3])
    description = etree.SubElement(control, f"{{{EAD}}}filedesc")
    statement = etree.SubElement(description, f"{{{EAD}}}titlestmt")
    etree.SubElement(statement, f"{{{EAD}}}titleproper").text = f"{settings.MUNICIPALITY} devir envanteri"
    etree.SubElement(control, f"{{{EAD}}}maintenancestatus", value="new")
    agency = etree.SubElement(control, f"{{{EAD}}}maintenanceagency")
    etree.SubElement(agency, f"{{{EAD}}}agencyname").text = settings.MUNICIPALITY
    history = etree.SubElement(control, f"{{{EAD}}}maintenancehistory")
    event = etree.SubElement(history, f"{{{EAD}}}maintenanceevent")
    etree.SubElement(event, f"{{{EAD}}}eventtype", value="created")
    etree.SubElement(event, f"{{{EAD}}}eventdatetime").text = now().strftime("%Y-%m-%dT%H:%M:%SZ")
    etree.SubElement(event, f"{{{EAD}}}agenttype", value="machine")
    etree.SubElement(event, f"{{{EAD}}}agent").text = "Konak"
    whole = etree.SubElement(ead, f"{{{EAD}}}archdesc", level="fonds")
    did = etree.SubElement(whole, f"{{{EAD}}}did")
    etree.SubElement(did, f"{{{EAD}}}unittitle").text = settings.MUNICIPALITY
    return ead, etree.SubElement(whole, f"{{{EAD}}}dsc")


def _component(over: Any, level: str, folder: Folder) -> Any:
    one = etree.SubElement(over, f"{{{EAD}}}c", level=level, id=folder.case.number)
    did = etree.SubElement(one, f"{{{EAD}}}did")
    etree.SubElement(did, f"{{{EAD}}}unitid").text = f"{folder.code} / {folder.case.number}"
    etree.SubElement(did, f"{{{EAD}}}unittitle").text = folder.case.subject
    etree.SubElement(did, f"{{{EAD}}}unitdate", normal=str(folder.year)).text = str(folder.year)
    origin = etree.SubElement(did, f"{{{EAD}}}origination")
    body = etree.SubElement(origin, f"{{{EAD}}}corpname")
    etree.SubElement(body, f"{{{EAD}}}part").text = folder.case.unit.name
    return one


def _item(over: Any, document: Document) -> None:
    one = etree.SubElement(over, f"{{{EAD}}}c", level="item", id=f"B{document.pk}")
    did = etree.SubElement(one, f"{{{EAD}}}did")
    etree.SubElement(did, f"{{{EAD}}}unitid").text = document.official or document.reference or str(document.pk)
    etree.SubElement(did, f"{{{EAD}}}unittitle").text = document.title
    day = document.dated_on.isoformat() if document.dated_on else str(document.year)
    etree.SubElement(did, f"{{{EAD}}}unitdate", normal=day).text = day


def check_bag(place: Path) -> list[str]:
    """What is wrong with a package; nothing where it is whole. Needs no database."""
    try:
        bag = bagit.Bag(str(place))
        bag.validate()
    except (bagit.BagError, OSError, UnicodeDecodeError) as fault:
        details = getattr(fault, "details", None)
        return [str(one) for one in details] if details else [str(fault)]
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        mets = etree.parse(str(place / "data" / "mets.xml"), parser).getroot()
        etree.parse(str(place / "data" / "ead.xml"), parser)
    except (OSError, etree.XMLSyntaxError) as fault:
        return [f"METS ya da EAD okunamadı: {fault}"]
    faults = []
    for file in mets.iter(f"{{{METS}}}file"):
        link = file.find(f"{{{METS}}}FLocat")
        path = place / "data" / str(link.get(f"{{{XLINK}}}href") if link is not None else "")
        if (place / "data").resolve() not in path.resolve().parents or not path.is_file():
            faults.append(f"METS'in andığı dosya yok: {path.name}")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != file.get("CHECKSUM"):
            faults.append(f"{path.name}: METS'teki özetle uyuşmuyor")
    return faults


def pack(numbers: list[str], *, actor: Actor, disposal: str = "") -> Bag:
    """Make the package of these files as one ZIP and keep it."""
    actor = queries.archivist(actor)
    if not actor.holds(access.DISPOSE):
        raise Refused(f"«{access.DISPOSE.label}» için yetkiniz yok. Yetkili: kurum arşivi.")
    folders = [queries.one_folder(actor, number) for number in dict.fromkeys(numbers)]
    if not folders:
        raise Refused("En az bir dosya seçin.")
    if any(not actor.reach(access.DISPOSE).covers(one.case) for one in folders):
        raise Refused(f"«{access.DISPOSE.label}» için yetkiniz yok.")
    if sum(one.documents for one in folders) > MOST_DOCUMENTS:
        raise Refused("Bir pakete en çok 50.000 belge girer; dosyaları bölün.")
    for one in folders:
        if one.held:
            raise Refused(f"{one.case.number}: hukuki saklamadaki dosya devredilemez.")
        if one.ended or one.case.state == "open":
            raise Refused(f"{one.case.number}: «{one.state_label}» durumundaki dosyadan paket hazırlanmaz.")
    name = f"{folders[0].case.number}-{now():%Y%m%d%H%M%S%f}"
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary) / name
        documents, contents, size = write_bag(folders, place, actor=actor)
        whole = Path(temporary) / "paket.zip"
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as archive:
            for path in sorted(place.rglob("*")):
                if path.is_file():
                    archive.write(path, f"{name}/{path.relative_to(place)}")
        content = whole.read_bytes()
    return _keep(folders, name, content, (documents, contents, size), disposal, actor=actor)


@transaction.atomic
def _keep(
    folders: list[Folder], name: str, content: bytes, size: tuple[int, int, int], disposal: str, *, actor: Actor
) -> Bag:
    kept = store_as_is(
        actor=actor, content=content, name=f"{name}.zip", media_type="application/zip", purpose="archive.bag"
    )
    found = Disposal.objects.filter(case__number=disposal).first() if disposal else None
    made = Bag.objects.create(
        name=name,
        file=kept,
        sha256=hashlib.sha256(content).hexdigest(),
        documents=size[0],
        contents=size[1],
        bytes=size[2],
        made_by_id=actor.user_id,
        disposal=found,
    )
    made.folders.set(folders)
    for one in folders:
        tell(one.case, "pack", actor, name, seat=actor.seat_for(access.DISPOSE, one.case))
    return made


def pack_list(number: str, *, actor: Actor) -> Bag:
    """The package of all files of a list that go to the State Archives."""
    found = queries.one_disposal(queries.archivist(actor), number)
    if found.case.state != "approved":
        raise Refused("Paket, onaylanan listeden hazırlanır.")
    wanted = list(found.lines.filter(decision="state").values_list("folder__case__number", flat=True))
    if not wanted:
        raise Refused("Listede Devlet Arşivlerine devredilecek dosya yok.")
    return pack(wanted, actor=actor, disposal=number)
