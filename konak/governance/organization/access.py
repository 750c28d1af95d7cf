"""Who reads, proposes and decides about the organisation. The chart itself is open to every employee."""

from konak.foundation.access import Permission, Scope

_WIDE = {
    "director": Scope.BRANCH,
    "head_of_department": Scope.BRANCH,
    "deputy_secretary_general": Scope.BRANCH,
    "deputy_mayor": Scope.BRANCH,
    "secretary_general": Scope.ALL,
    "mayor": Scope.ALL,
}
VIEW = Permission(
    "organization.view",
    "Teşkilat değişikliklerini görme",
    {
        "staff": Scope.UNIT,
        "expert": Scope.UNIT,
        "chief": Scope.UNIT,
        **_WIDE,
        "auditor": Scope.ALL,
        "administrator": Scope.ALL,
    },
    upward=True,
)
PROPOSE = Permission(
    "organization.propose",
    "Teşkilat değişikliği önerme",
    {**_WIDE, "administrator": Scope.ALL},
)
OPINE = Permission(
    "organization.opine",
    "Teşkilat değişikliğine görüş verme",
    {**_WIDE},
    upward=True,
)
DECIDE = Permission(
    "organization.decide",
    "Teşkilat değişikliğine karar verme",
    {
        "head_of_department": Scope.BRANCH,
        "deputy_secretary_general": Scope.BRANCH,
        "deputy_mayor": Scope.BRANCH,
        "secretary_general": Scope.ALL,
        "mayor": Scope.ALL,
        "administrator": Scope.ALL,
    },
)
ORDER = Permission(
    "organization.order",
    "Öneri olmadan teşkilatı değiştirme",
    {"mayor": Scope.ALL},
)
MANAGE = Permission(
    "organization.manage",
    "Norm kadro, grup, görev dağılımı ve birim bilgilerini düzenleme",
    {
        "director": Scope.BRANCH,
        "head_of_department": Scope.BRANCH,
        "deputy_secretary_general": Scope.BRANCH,
        "deputy_mayor": Scope.BRANCH,
        "secretary_general": Scope.ALL,
        "administrator": Scope.ALL,
    },
)
IMPORT = Permission(
    "organization.import",
    "Birim ve kişi listesi içe aktarma",
    {"administrator": Scope.ALL},
)
APPLY = Permission(
    "organization.apply",
    "Onaylanmış teşkilat değişikliğini yürürlüğe koyma",
    {"secretary_general": Scope.ALL, "mayor": Scope.ALL, "administrator": Scope.ALL},
)
REGISTRY = Permission(
    "organization.registry",
    "DETSİS'e bildirme işlerini yürütme",
    {
        "staff": Scope.UNIT,
        "expert": Scope.UNIT,
        "chief": Scope.UNIT,
        "director": Scope.BRANCH,
        "head_of_department": Scope.BRANCH,
        "administrator": Scope.ALL,
    },
)
