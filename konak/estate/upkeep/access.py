from konak.foundation.access import Permission, Scope

_LEADERS = {
    "director": Scope.BRANCH,
    "head_of_department": Scope.BRANCH,
    "administrator": Scope.ALL,
}
_KEEPERS = {"expert": Scope.UNIT, "chief": Scope.UNIT, **_LEADERS}

VIEW = Permission(
    "upkeep.view",
    "Bakım ve onarım kayıtlarını görme",
    {
        "staff": Scope.UNIT,
        **_KEEPERS,
        "deputy_secretary_general": Scope.BRANCH,
        "secretary_general": Scope.ALL,
        "deputy_mayor": Scope.BRANCH,
        "mayor": Scope.ALL,
        "auditor": Scope.ALL,
    },
    upward=True,
)
WORK = Permission(
    "upkeep.work",
    "İş emri, devreye alma, veri silme ve durum kontrolü yapma",
    {"staff": Scope.UNIT, **_KEEPERS},
    upward=True,
)
KEEP = Permission(
    "upkeep.keep", "Bakım planı, sözleşme, kontrol listesi ve yedek havuzunu düzenleme", _KEEPERS, upward=True
)
DECIDE = Permission("upkeep.decide", "Sözleşme yenilemeye ve cihaz yenilemeye karar verme", _LEADERS, upward=True)
