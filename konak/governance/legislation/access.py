from konak.foundation.access import Permission, Scope

VIEW = Permission(
    "legislation.view",
    "Mevzuatı ve görevleri görme",
    {
        "staff": Scope.UNIT,
        "expert": Scope.UNIT,
        "chief": Scope.UNIT,
        "director": Scope.BRANCH,
        "head_of_department": Scope.BRANCH,
        "deputy_secretary_general": Scope.BRANCH,
        "deputy_mayor": Scope.BRANCH,
        "secretary_general": Scope.ALL,
        "mayor": Scope.ALL,
        "auditor": Scope.ALL,
        "administrator": Scope.ALL,
    },
    upward=True,
)
REVIEW = Permission(
    "legislation.review",
    "Mevzuat metni içe alma ve inceleme",
    {
        "expert": Scope.UNIT,
        "chief": Scope.UNIT,
        "director": Scope.BRANCH,
        "head_of_department": Scope.BRANCH,
        "deputy_secretary_general": Scope.BRANCH,
        "deputy_mayor": Scope.BRANCH,
        "administrator": Scope.ALL,
    },
    upward=True,
)
APPROVE = Permission(
    "legislation.approve",
    "Mevzuatı yürürlüğe koyma",
    {
        "director": Scope.BRANCH,
        "head_of_department": Scope.BRANCH,
        "deputy_secretary_general": Scope.BRANCH,
        "deputy_mayor": Scope.BRANCH,
        "secretary_general": Scope.ALL,
        "administrator": Scope.ALL,
    },
)
PROVE = Permission(
    "legislation.prove",
    "Göreve kanıt ekleme",
    {
        "staff": Scope.UNIT,
        "expert": Scope.UNIT,
        "chief": Scope.UNIT,
        "director": Scope.BRANCH,
        "head_of_department": Scope.BRANCH,
        "deputy_secretary_general": Scope.BRANCH,
        "deputy_mayor": Scope.BRANCH,
        "administrator": Scope.ALL,
    },
)
MANAGE = Permission(
    "legislation.manage",
    "Görevin sorumlusunu, sıklığını ve yeteneğini değiştirme",
    {
        "director": Scope.BRANCH,
        "head_of_department": Scope.BRANCH,
        "deputy_secretary_general": Scope.BRANCH,
        "deputy_mayor": Scope.BRANCH,
        "administrator": Scope.ALL,
    },
)
REPORT = Permission(
    "legislation.report",
    "Görev karnesi, uyum raporu ve kanıt paketi alma",
    {
        "chief": Scope.UNIT,
        "director": Scope.BRANCH,
        "head_of_department": Scope.BRANCH,
        "deputy_secretary_general": Scope.BRANCH,
        "deputy_mayor": Scope.BRANCH,
        "secretary_general": Scope.ALL,
        "mayor": Scope.ALL,
        "auditor": Scope.ALL,
        "administrator": Scope.ALL,
    },
)
