from konak.foundation.access import Permission, Scope

VIEW = Permission(
    "compliance.view",
    "Uyum takvimini görme",
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
DO = Permission(
    "compliance.do",
    "Görev dönemini yürütme",
    {
        "staff": Scope.UNIT,
        "expert": Scope.UNIT,
        "chief": Scope.UNIT,
        "director": Scope.BRANCH,
        "head_of_department": Scope.BRANCH,
        "administrator": Scope.ALL,
    },
    upward=True,
)
MANAGE = Permission(
    "compliance.manage",
    "Uyum planını düzenleme, dönemi muaf tutma",
    {
        "director": Scope.BRANCH,
        "head_of_department": Scope.BRANCH,
        "deputy_secretary_general": Scope.BRANCH,
        "deputy_mayor": Scope.BRANCH,
        "secretary_general": Scope.ALL,
        "administrator": Scope.ALL,
    },
)
CONFIRM = Permission(
    "compliance.confirm",
    "Görev teyidi verme",
    {
        "chief": Scope.UNIT,
        "director": Scope.UNIT,
        "head_of_department": Scope.UNIT,
    },
)
RECEIVE = Permission(
    "compliance.receive",
    "Görev teyidini teslim alma, geri gönderme",
    {
        "director": Scope.BRANCH,
        "head_of_department": Scope.BRANCH,
        "deputy_secretary_general": Scope.BRANCH,
        "deputy_mayor": Scope.BRANCH,
        "secretary_general": Scope.ALL,
    },
)
REVIEW = Permission(
    "compliance.review",
    "Yönetmelik ve yönergeyi gözden geçirme",
    {
        "expert": Scope.UNIT,
        "chief": Scope.UNIT,
        "director": Scope.BRANCH,
        "head_of_department": Scope.BRANCH,
        "administrator": Scope.ALL,
    },
)
