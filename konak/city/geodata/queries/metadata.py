"""What ISO 19115 says of a layer, as ISO 19139 XML in the profile of TUCBS."""

from django.conf import settings
from django.utils.timezone import localdate
from lxml import etree

from ..models import Layer, Licence, Sensitivity, Theme
from ..reading import grids

GMD, GCO = "http://www.isotc211.org/2005/gmd", "http://www.isotc211.org/2005/gco"
_LIST = "http://standards.iso.org/iso/19139/resources/gmxCodelists.xml"


def _of(name: str) -> str:
    return f"{{{GMD}}}{name}"


def _text(parent: etree._Element, name: str, text: str) -> None:
    """A property that holds a character string."""
    etree.SubElement(etree.SubElement(parent, _of(name)), f"{{{GCO}}}CharacterString").text = text


def _code(parent: etree._Element, name: str, kind: str, value: str) -> None:
    inside = etree.SubElement(etree.SubElement(parent, _of(name)), _of(kind))
    inside.set("codeList", f"{_LIST}#{kind}")
    inside.set("codeListValue", value)
    inside.text = value


def _number(parent: etree._Element, name: str, kind: str, value: object) -> None:
    etree.SubElement(etree.SubElement(parent, _of(name)), f"{{{GCO}}}{kind}").text = str(value)


def _date(parent: etree._Element, day: object, kind: str) -> None:
    one = etree.SubElement(etree.SubElement(parent, _of("date")), _of("CI_Date"))
    etree.SubElement(etree.SubElement(one, _of("date")), f"{{{GCO}}}Date").text = str(day)
    _code(one, "dateType", "CI_DateTypeCode", kind)


def _party(parent: etree._Element, name: str, layer: Layer, role: str) -> None:
    one = etree.SubElement(etree.SubElement(parent, _of(name)), _of("CI_ResponsibleParty"))
    if layer.contact_name:
        _text(one, "individualName", layer.contact_name)
    _text(one, "organisationName", f"{settings.MUNICIPALITY}, {layer.unit}")
    if layer.contact_email:
        info = etree.SubElement(etree.SubElement(one, _of("contactInfo")), _of("CI_Contact"))
        address = etree.SubElement(etree.SubElement(info, _of("address")), _of("CI_Address"))
        _text(address, "electronicMailAddress", layer.contact_email)
    _code(one, "role", "CI_RoleCode", role)


def xml(layer: Layer, extent: list[float] | None, address: str) -> bytes:
    """The record as XML; `address` is where the layer is found."""
    root = etree.Element(_of("MD_Metadata"), nsmap={"gmd": GMD, "gco": GCO})
    _text(root, "fileIdentifier", str(layer.identifier))
    _code(root, "language", "LanguageCode", "tur")
    _code(root, "characterSet", "MD_CharacterSetCode", "utf8")
    _code(root, "hierarchyLevel", "MD_ScopeCode", "dataset")
    _party(root, "contact", layer, "pointOfContact")
    stamp = layer.revised_on or localdate(layer.created_at)
    etree.SubElement(etree.SubElement(root, _of("dateStamp")), f"{{{GCO}}}Date").text = str(stamp)
    _text(root, "metadataStandardName", "ISO 19115:2003/19139 (TUCBS)")
    system = etree.SubElement(etree.SubElement(root, _of("referenceSystemInfo")), _of("MD_ReferenceSystem"))
    code = etree.SubElement(etree.SubElement(system, _of("referenceSystemIdentifier")), _of("RS_Identifier"))
    _text(code, "code", f"urn:ogc:def:crs:EPSG::{layer.srid}")
    _text(code, "codeSpace", grids.title_of(layer.srid))
    about = etree.SubElement(etree.SubElement(root, _of("identificationInfo")), _of("MD_DataIdentification"))
    cited = etree.SubElement(etree.SubElement(about, _of("citation")), _of("CI_Citation"))
    _text(cited, "title", layer.title)
    if layer.produced_on:
        _date(cited, layer.produced_on, "creation")
    if layer.published_on:
        _date(cited, layer.published_on, "publication")
    if layer.data_changed_at or not (layer.produced_on or layer.published_on):
        _date(cited, localdate(layer.data_changed_at or layer.created_at), "revision")
    _text(about, "abstract", layer.abstract or layer.description or layer.title)
    _party(about, "pointOfContact", layer, "owner")
    upkeep = etree.SubElement(etree.SubElement(about, _of("resourceMaintenance")), _of("MD_MaintenanceInformation"))
    _code(upkeep, "maintenanceAndUpdateFrequency", "MD_MaintenanceFrequencyCode", layer.update_plan)
    words = [*layer.keywords, *([str(Theme(layer.theme).label)] if layer.theme else [])]
    if words:
        kept = etree.SubElement(etree.SubElement(about, _of("descriptiveKeywords")), _of("MD_Keywords"))
        for word in words:
            _text(kept, "keyword", word)
    limits = etree.SubElement(etree.SubElement(about, _of("resourceConstraints")), _of("MD_LegalConstraints"))
    _code(limits, "accessConstraints", "MD_RestrictionCode", "otherRestrictions")
    _text(limits, "otherConstraints", str(Sensitivity(layer.sensitivity).label))
    if layer.licence:
        _text(limits, "otherConstraints", str(Licence(layer.licence).label))
    _code(about, "spatialRepresentationType", "MD_SpatialRepresentationTypeCode", "vector")
    if layer.scale:
        size = etree.SubElement(etree.SubElement(about, _of("spatialResolution")), _of("MD_Resolution"))
        part = etree.SubElement(etree.SubElement(size, _of("equivalentScale")), _of("MD_RepresentativeFraction"))
        _number(part, "denominator", "Integer", layer.scale)
    _code(about, "language", "LanguageCode", "tur")
    _extent(about, extent)
    given = etree.SubElement(etree.SubElement(root, _of("distributionInfo")), _of("MD_Distribution"))
    way = etree.SubElement(etree.SubElement(given, _of("transferOptions")), _of("MD_DigitalTransferOptions"))
    online = etree.SubElement(etree.SubElement(way, _of("onLine")), _of("CI_OnlineResource"))
    etree.SubElement(etree.SubElement(online, _of("linkage")), _of("URL")).text = address
    quality = etree.SubElement(etree.SubElement(root, _of("dataQualityInfo")), _of("DQ_DataQuality"))
    scope = etree.SubElement(etree.SubElement(quality, _of("scope")), _of("DQ_Scope"))
    _code(scope, "level", "MD_ScopeCode", "dataset")
    lineage = etree.SubElement(etree.SubElement(quality, _of("lineage")), _of("LI_Lineage"))
    _text(lineage, "statement", layer.lineage or layer.source or "Belirtilmedi")
    found: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return found


def _extent(about: etree._Element, extent: list[float] | None) -> None:
    if extent is None:
        return
    place = etree.SubElement(etree.SubElement(about, _of("extent")), _of("EX_Extent"))
    box = etree.SubElement(etree.SubElement(place, _of("geographicElement")), _of("EX_GeographicBoundingBox"))
    west, south, east, north = extent
    for name, value in (
        ("westBoundLongitude", west),
        ("eastBoundLongitude", east),
        ("southBoundLatitude", south),
        ("northBoundLatitude", north),
    ):
        _number(box, name, "Decimal", round(value, 6))
