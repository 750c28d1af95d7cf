"""Layers every municipality has, with their columns and first rules, so that one is opened at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..models import Geometry, Theme, Update


def text(name: str, title: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "title": title, "kind": "text", **more}


def whole(name: str, title: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "title": title, "kind": "integer", **more}


def number(name: str, title: str, measure: str = "", **more: Any) -> dict[str, Any]:
    return {"name": name, "title": title, "kind": "numeric", "measure": measure, **more}


def choice(name: str, title: str, values: Mapping[str, str], **more: Any) -> dict[str, Any]:
    return {"name": name, "title": title, "kind": "choice", "domain": {"values": dict(values)}, **more}


def day(name: str, title: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "title": title, "kind": "date", **more}


@dataclass(frozen=True, slots=True)
class Ready:
    """A prepared layer."""

    key: str
    title: str
    geometry: str
    theme: str
    fields: tuple[dict[str, Any], ...]
    key_field: str
    label_field: str = ""
    plan: str = Update.QUARTERLY
    standard: str = ""
    min_zoom: int = 12
    rules: tuple[str, ...] = field(default=("valid", "required", "domain"))


CODE = {"required": True, "searchable": True}
READY: dict[str, Ready] = {
    one.key: one
    for one in (
        Ready(
            "mahalle",
            "Mahalleler",
            Geometry.POLYGON,
            Theme.IB,
            (
                text("kod", "Mahalle kodu", **CODE),
                text("ad", "Mahalle", required=True, searchable=True),
                text("ilce", "İlçe", searchable=True),
                whole("nufus", "Nüfus (toplam)", domain={"min": 0}),
            ),
            "kod",
            "ad",
            Update.ANNUALLY,
            "TUCBS.IB",
            8,
            ("valid", "required", "domain", "no_overlap"),
        ),
        Ready(
            "adres",
            "Adresler",
            Geometry.POINT,
            Theme.AD,
            (
                text("uavt", "Ulusal adres kodu", domain={"pattern": r"\d{4,10}"}, **CODE),
                text("mahalle", "Mahalle", searchable=True),
                text("csbm", "Cadde / sokak", required=True, searchable=True),
                text("kapi_no", "Dış kapı no", required=True, searchable=True),
                choice("tur", "Kapı türü", {"ana": "Ana giriş", "tali": "Tali giriş", "bos": "Boş arsa"}),
                text("posta", "Posta kodu", domain={"pattern": r"\d{5}"}),
            ),
            "uavt",
            "kapi_no",
            Update.MONTHLY,
            "TUCBS.AD",
            15,
            ("valid", "required", "domain"),
        ),
        Ready(
            "yapi",
            "Binalar",
            Geometry.POLYGON,
            Theme.BI,
            (
                text("yapi_no", "Yapı kimlik no", **CODE),
                whole("kat", "Kat sayısı", domain={"min": 0, "max": 120}),
                number("yukseklik", "Yükseklik", "m", domain={"min": 0}),
                number("taban", "Taban alanı", "m²", domain={"min": 0}),
                choice(
                    "kullanim",
                    "Kullanım",
                    {"konut": "Konut", "ticari": "Ticari", "karma": "Karma", "kamu": "Kamu", "sanayi": "Sanayi"},
                ),
                choice("durum", "Durum", {"var": "Mevcut", "insaat": "İnşaat", "yikik": "Yıkılmış"}),
                whole("yil", "Yapım yılı", domain={"min": 1800, "max": 2100}),
                day("ruhsat", "Yapı ruhsatı tarihi"),
                day("iskan", "İskân tarihi"),
            ),
            "yapi_no",
            "yapi_no",
            Update.MONTHLY,
            "TUCBS.BI",
            14,
            ("valid", "required", "domain", "no_overlap"),
        ),
        Ready(
            "parsel",
            "Parseller",
            Geometry.POLYGON,
            Theme.TK,
            (
                text("ada_parsel", "Ada / parsel", **CODE),
                text("mahalle", "Mahalle", searchable=True),
                text("ada", "Ada", searchable=True),
                text("parsel", "Parsel", searchable=True),
                number("tapu_alani", "Tapu alanı", "m²", domain={"min": 0}),
                choice(
                    "nitelik",
                    "Nitelik",
                    {"arsa": "Arsa", "tarla": "Tarla", "bina": "Bina", "park": "Park", "yol": "Yol"},
                ),
            ),
            "ada_parsel",
            "parsel",
            Update.MONTHLY,
            "TUCBS.TK",
            14,
            ("valid", "required", "no_overlap"),
        ),
        Ready(
            "yol",
            "Yollar",
            Geometry.LINE,
            Theme.UA,
            (
                text("yol_no", "Yol no", **CODE),
                text("ad", "Yol adı", searchable=True),
                choice(
                    "sinif",
                    "Sınıf",
                    {"ana": "Ana arter", "toplayici": "Toplayıcı", "sokak": "Sokak", "yaya": "Yaya yolu"},
                ),
                number("genislik", "Genişlik", "m", domain={"min": 0}),
                choice(
                    "kaplama", "Kaplama", {"asfalt": "Asfalt", "parke": "Parke", "beton": "Beton", "toprak": "Toprak"}
                ),
                {"name": "tek_yon", "title": "Tek yön", "kind": "boolean"},
                day("kaplandi", "Son kaplama"),
            ),
            "yol_no",
            "ad",
            Update.QUARTERLY,
            "TUCBS.UA",
            11,
        ),
        Ready(
            "onemli_yer",
            "Önemli yerler",
            Geometry.POINT,
            Theme.KD,
            (
                text("kod", "Kod", **CODE),
                text("ad", "Ad", required=True, searchable=True),
                choice(
                    "tur",
                    "Tür",
                    {
                        "okul": "Okul",
                        "saglik": "Sağlık",
                        "eczane": "Eczane",
                        "ibadet": "İbadethane",
                        "kultur": "Kültür",
                        "spor": "Spor",
                        "kamu": "Kamu hizmeti",
                        "otopark": "Otopark",
                    },
                    searchable=True,
                ),
                text("telefon", "Telefon"),
                text("adres", "Adres", searchable=True),
            ),
            "kod",
            "ad",
            Update.QUARTERLY,
            "TUCBS.KD",
            13,
        ),
        Ready(
            "park",
            "Parklar",
            Geometry.POLYGON,
            Theme.AK,
            (
                text("kod", "Kod", **CODE),
                text("ad", "Park", required=True, searchable=True),
                number("alan", "Alan", "m²", domain={"min": 0}),
                {"name": "oyun", "title": "Oyun alanı var", "kind": "boolean"},
                day("acilis", "Açılış"),
            ),
            "kod",
            "ad",
            Update.BIANNUALLY,
            "TUCBS.AK",
            12,
            ("valid", "required", "no_overlap"),
        ),
        Ready(
            "hidrant",
            "Yangın hidrantları",
            Geometry.POINT,
            Theme.AL,
            (
                text("kod", "Hidrant no", **CODE),
                choice("tip", "Tip", {"yerustu": "Yer üstü", "yeralti": "Yer altı"}),
                number("debi", "Debi", "l/sn", domain={"min": 0}),
                choice("durum", "Durum", {"calisir": "Çalışır", "arizali": "Arızalı"}),
                day("bakim", "Son bakım"),
            ),
            "kod",
            "kod",
            Update.MONTHLY,
            "",
            14,
        ),
        Ready(
            "durak",
            "Toplu taşıma durakları",
            Geometry.POINT,
            Theme.UA,
            (
                text("durak_no", "Durak no", **CODE),
                text("ad", "Durak", required=True, searchable=True),
                choice("tur", "Tür", {"otobus": "Otobüs", "tramvay": "Tramvay", "iskele": "İskele"}),
                {"name": "engelsiz", "title": "Engelsiz", "kind": "boolean"},
            ),
            "durak_no",
            "ad",
            Update.QUARTERLY,
            "GTFS",
            13,
        ),
        Ready(
            "hat",
            "Toplu taşıma hatları",
            Geometry.LINE,
            Theme.UA,
            (
                text("hat_no", "Hat no", **CODE),
                text("ad", "Hat", required=True, searchable=True),
                choice("tur", "Tür", {"otobus": "Otobüs", "tramvay": "Tramvay", "deniz": "Deniz"}),
            ),
            "hat_no",
            "ad",
            Update.QUARTERLY,
            "GTFS",
            11,
        ),
        Ready(
            "kamera",
            "Kent kameraları",
            Geometry.POINT,
            Theme.SG,
            (
                text("kod", "Kod", **CODE),
                text("ad", "Yer", searchable=True),
                choice("durum", "Durum", {"calisir": "Çalışır", "arizali": "Arızalı"}),
                text("yayin", "Yayın adresi", sensitive=True),
            ),
            "kod",
            "ad",
            Update.MONTHLY,
            "",
            14,
        ),
        Ready(
            "altyapi",
            "Altyapı hatları (iş sonu)",
            Geometry.LINE,
            Theme.AL,
            (
                text("hat_kodu", "Hat kodu", **CODE),
                choice(
                    "tur",
                    "Altyapı",
                    {
                        "su": "İçme suyu",
                        "atik": "Atık su",
                        "yagmur": "Yağmur suyu",
                        "gaz": "Doğal gaz",
                        "elektrik": "Elektrik",
                        "telekom": "Haberleşme",
                    },
                    required=True,
                ),
                number("cap", "Çap", "mm", domain={"min": 0, "max": 5000}),
                number("derinlik", "Derinlik", "m", domain={"min": 0, "max": 30}),
                choice("malzeme", "Malzeme", {"pe": "PE", "pvc": "PVC", "celik": "Çelik", "beton": "Beton"}),
                day("dosendi", "Döşendiği gün"),
            ),
            "hat_kodu",
            "hat_kodu",
            Update.AS_NEEDED,
            "AYKOME iş sonu",
            14,
        ),
    )
}
"""By key; the order is that of the list people choose from."""
