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

SERVICES = Permission(
    "processes.services",
    "Hizmet envanterini görme",
    {
        "staff": Scope.ALL,
        "expert": Scope.ALL,
        "chief": Scope.ALL,
        "director": Scope.ALL,
        "head_of_department": Scope.ALL,
        "deputy_secretary_general": Scope.ALL,
        "deputy_mayor": Scope.ALL,
    }
    | _OVERSEERS,
)
VIEW = Permission(
    "processes.view",
    "Süreçleri, riskleri ve kontrolleri görme",
    {"staff": Scope.UNIT, "expert": Scope.UNIT, "chief": Scope.UNIT} | _LEADERS | _OVERSEERS,
    upward=True,
)
KEEP = Permission("processes.keep", "Hizmet, süreç, risk ve kontrol yazma", _KEEPERS)
APPROVE = Permission("processes.approve", "Süreci onaylama", _LEADERS | {"administrator": Scope.ALL})
PERFORM = Permission(
    "processes.perform",
    "Kontrol yapıldığını ve sapma görüldüğünü bildirme",
    {"staff": Scope.UNIT} | _KEEPERS,
)
