from konak.foundation.access import Permission, Scope

_LEADERS = {
    "director": Scope.BRANCH,
    "head_of_department": Scope.BRANCH,
    "deputy_secretary_general": Scope.BRANCH,
    "deputy_mayor": Scope.BRANCH,
}
_OVERSEERS = {
    "secretary_general": Scope.ALL,
    "mayor": Scope.ALL,
    "auditor": Scope.ALL,
    "administrator": Scope.ALL,
}
_KEEPERS = {"expert": Scope.UNIT, "chief": Scope.UNIT, "administrator": Scope.ALL} | _LEADERS

VIEW = Permission(
    "systems.view",
    "Bilgi sistemleri kütüğünü görme",
    dict.fromkeys(
        (
            *("staff", "expert", "chief", "director", "head_of_department"),
            *("deputy_secretary_general", "deputy_mayor"),
        ),
        Scope.ALL,
    )
    | _OVERSEERS,
)
DETAILS = Permission(
    "systems.details",
    "Bilgi sisteminin sunucularını, arayüzlerini ve sözleşmesini görme",
    {"staff": Scope.UNIT, "expert": Scope.UNIT, "chief": Scope.UNIT} | _LEADERS | _OVERSEERS,
    upward=True,
)
KEEP = Permission("systems.keep", "Bilgi sistemlerini yazma", _KEEPERS)
CONFIRM = Permission(
    "systems.confirm", "Bilgi sisteminin yıllık gözden geçirmesini yapma", {"staff": Scope.OWN} | _KEEPERS
)
BOXES = Permission(
    "systems.boxes",
    "Posta kutusu, dağıtım listesi ve klasörleri görme",
    {"staff": Scope.OWN, "expert": Scope.UNIT, "chief": Scope.UNIT} | _LEADERS | _OVERSEERS,
)
KEEP_BOXES = Permission("systems.keep_boxes", "Posta kutusu, dağıtım listesi ve klasörleri yazma", _KEEPERS)
NAMING = Permission(
    "systems.naming", "Ad kurallarını belirleme", {"administrator": Scope.ALL, "head_of_department": Scope.ALL}
)
