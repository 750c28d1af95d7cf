"""Who may write down, decide and see what is given out. A clerk prepares; only those who lead a unit give."""

from konak.foundation.access import Permission, Scope

_LEADERS = {
    "director": Scope.BRANCH,
    "head_of_department": Scope.BRANCH,
    "deputy_secretary_general": Scope.BRANCH,
    "deputy_mayor": Scope.BRANCH,
    "secretary_general": Scope.ALL,
    "mayor": Scope.ALL,
}
VIEW = Permission(
    "disclosures.view",
    "Bilgi verme ve kayıt isteklerini görme",
    {"staff": Scope.OWN, "expert": Scope.OWN, "chief": Scope.UNIT, **_LEADERS}
    | {"auditor": Scope.ALL, "administrator": Scope.ALL},
)
PREPARE = Permission(
    "disclosures.prepare",
    "Bilgi verme isteğini kaydetme",
    {"staff": Scope.OWN, "expert": Scope.OWN, "chief": Scope.UNIT, **_LEADERS},
)
GIVE = Permission("disclosures.give", "Kurum dışına bilgi verme", _LEADERS)
LOGS = Permission(
    "disclosures.logs",
    "İz kaydı isteklerini yürütme",
    {"expert": Scope.UNIT, "chief": Scope.UNIT, **_LEADERS, "administrator": Scope.ALL},
)
