from konak.foundation.access import Permission, Scope

ASSIGN = Permission(
    "cases.assign",
    "Dosyayı birine verme",
    {
        "chief": Scope.UNIT,
        "director": Scope.BRANCH,
        "head_of_department": Scope.BRANCH,
        "deputy_secretary_general": Scope.BRANCH,
        "deputy_mayor": Scope.BRANCH,
        "secretary_general": Scope.ALL,
        "administrator": Scope.ALL,
    },
)
