from konak.foundation.access import Permission, Scope

_LEADERS = {
    "chief": Scope.UNIT,
    "director": Scope.BRANCH,
    "head_of_department": Scope.BRANCH,
    "deputy_secretary_general": Scope.BRANCH,
    "secretary_general": Scope.BRANCH,
    "deputy_mayor": Scope.BRANCH,
    "mayor": Scope.BRANCH,
}
_WORKERS = {"staff": Scope.UNIT, "expert": Scope.UNIT, **_LEADERS}

VIEW = Permission(
    "committees.view",
    "Kurulları, toplantılarını ve kararlarını görme",
    {**_WORKERS, "auditor": Scope.ALL, "administrator": Scope.ALL},
    upward=True,
)
FOUND = Permission(
    "committees.found",
    "Kurul kurma, üyelerini ve çalışma kurallarını belirleme",
    {
        "director": Scope.BRANCH,
        "head_of_department": Scope.BRANCH,
        "deputy_secretary_general": Scope.BRANCH,
        "secretary_general": Scope.BRANCH,
        "deputy_mayor": Scope.BRANCH,
        "mayor": Scope.BRANCH,
        "administrator": Scope.ALL,
    },
)
RUN = Permission(
    "committees.run",
    "Kurulun toplantılarını ve tutanaklarını yürütme",
    {"staff": Scope.OWN, "expert": Scope.UNIT, **_LEADERS},
)
CHAIR = Permission(
    "committees.chair",
    "Kurula başkanlık etme, tutanağı onaylama",
    {"staff": Scope.OWN, "expert": Scope.OWN, **_LEADERS},
)
DO = Permission(
    "committees.do", "Kurul kararını yerine getirme", {"staff": Scope.UNIT, "expert": Scope.UNIT, **_LEADERS}
)
CLOSE = Permission(
    "committees.close",
    "Yerine getirilen kurul kararını kapatma",
    {"staff": Scope.OWN, "expert": Scope.OWN, **_LEADERS},
)
