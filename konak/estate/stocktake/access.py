from konak.foundation.access import Permission, Scope

WORKING = {
    "staff": Scope.UNIT,
    "expert": Scope.UNIT,
    "chief": Scope.UNIT,
    "director": Scope.BRANCH,
    "head_of_department": Scope.BRANCH,
}

VIEW = Permission(
    "stocktake.view",
    "Sayımları görme",
    {
        **WORKING,
        "deputy_secretary_general": Scope.BRANCH,
        "secretary_general": Scope.ALL,
        "deputy_mayor": Scope.BRANCH,
        "mayor": Scope.ALL,
        "auditor": Scope.ALL,
        "administrator": Scope.ALL,
    },
    upward=True,
)
PLAN = Permission(
    "stocktake.plan",
    "Sayım komisyonu kurma",
    {"director": Scope.BRANCH, "head_of_department": Scope.BRANCH},
    upward=True,
)
# Who counts and who keeps the books is also asked for in person: the commission and the warehouse name them.
COUNT = Permission("stocktake.count", "Sayım ve yıl sonu hesabı işlemleri", WORKING, upward=True)
APPROVE = Permission(
    "stocktake.approve",
    "Sayım tutanağını ve yönetim hesabını onaylama",
    {
        "director": Scope.BRANCH,
        "head_of_department": Scope.BRANCH,
        "deputy_secretary_general": Scope.BRANCH,
        "secretary_general": Scope.ALL,
    },
    upward=True,
)
