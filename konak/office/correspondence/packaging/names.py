"""Names of the format: parts, relationships, namespaces, algorithms, codes."""

RELATION = "http://eyazisma.dpt/iliskiler/"
CORE_RELATION = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
RELS_NS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES_NS = "http://schemas.openxmlformats.org/package/2006/content-types"
CORE_NS = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
DC, DCTERMS = "http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
INSIDE, OUTSIDE = "http://eyazisma.dpt/bilesen#dahili", "http://eyazisma.dpt/bilesen#harici"

SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
SHA384 = "http://www.w3.org/2001/04/xmldsig-more#sha384"
SHA512 = "http://www.w3.org/2001/04/xmlenc#sha512"
ALGORITHMS = {SHA256: "sha256", SHA384: "sha384", SHA512: "sha512"}

RELATIONS = frozenset(
    {
        *("ustyazi", "ustveri", "belgehedef", "belgeimza", "ek", "imzasizek", "parafozeti", "parafimzacades"),
        *("paketozeti", "imzacades", "nihaiustveri", "nihaiozet", "muhurcades", "sifreliicerik"),
        *("sifreliicerikbilgisi", "guncellemebilgisi", "orijinalpaket", "arsivozellikleri"),
    }
)
SECRECY_2 = ("YOK", "HZO", "OZL", "GZL", "CGZ")
SECRECY_1 = ("TSD", "HZO", "OZL", "GZL", "CGZ", "KSO")
URGENCY_2, URGENCY_1 = ("NRM", "ACL", "GNL"), ("NRM", "IVD", "CIV", "GNL")

CATEGORY = "RESMIYAZISMA"
MEDIA_TYPE = "application/eyazisma"


def ns(name: str, version: str) -> str:
    return f"urn:dpt:eyazisma:schema:xsd:{name}-{'1' if version.startswith('1') else '2'}"
