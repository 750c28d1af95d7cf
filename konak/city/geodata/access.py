from konak.foundation.access import Permission, Scope

_LEADERS = {
    "director": Scope.BRANCH,
    "head_of_department": Scope.BRANCH,
    "deputy_secretary_general": Scope.BRANCH,
    "secretary_general": Scope.BRANCH,
    "deputy_mayor": Scope.BRANCH,
    "mayor": Scope.BRANCH,
}
_WORKERS = {"staff": Scope.UNIT, "expert": Scope.UNIT, "chief": Scope.UNIT}

VIEW = Permission(
    "geodata.view",
    "Birimin taslak, iç ve kısıtlı katmanlarını görme",
    {**_WORKERS, **_LEADERS, "auditor": Scope.ALL, "administrator": Scope.ALL},
    upward=True,
)
EDIT = Permission(
    "geodata.edit",
    "Katmandaki kayıtları düzenleme",
    {**_WORKERS, "director": Scope.BRANCH, "head_of_department": Scope.BRANCH},
    upward=True,
)
KEEP = Permission(
    "geodata.keep",
    "Katman açma, tanımını değiştirme, veri alma, kalite kuralı koyma",
    {
        "expert": Scope.UNIT,
        "chief": Scope.UNIT,
        "director": Scope.BRANCH,
        "head_of_department": Scope.BRANCH,
        "administrator": Scope.ALL,
    },
    upward=True,
)
APPROVE = Permission(
    "geodata.approve",
    "Katmanın yayımını, yayımdan kalkmasını ve düzenleme önerilerini onaylama",
    {
        "chief": Scope.UNIT,
        "director": Scope.BRANCH,
        "head_of_department": Scope.BRANCH,
    },
)
DEMANDS = Permission(
    "geodata.demands",
    "CBS talebi açma ve kendi taleplerini görme",
    {
        "staff": Scope.OWN,
        "expert": Scope.UNIT,
        "chief": Scope.UNIT,
        **_LEADERS,
        "auditor": Scope.ALL,
        "administrator": Scope.ALL,
    },
    lent=False,
)
SERVE = Permission(
    "geodata.serve",
    "CBS taleplerini karşılama",
    {"expert": Scope.UNIT, "chief": Scope.UNIT, "director": Scope.BRANCH, "head_of_department": Scope.BRANCH},
)
