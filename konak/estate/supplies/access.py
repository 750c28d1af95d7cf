from konak.foundation.access import Permission, Scope

_LEADERS = {
    "director": Scope.BRANCH,
    "head_of_department": Scope.BRANCH,
    "administrator": Scope.ALL,
}
_KEEPERS = {"expert": Scope.UNIT, "chief": Scope.UNIT, **_LEADERS}

# A warehouse stands with the department; whoever works below it reads what is kept there.
VIEW = Permission(
    "supplies.view",
    "Sarf malzemesi ve yazıcı kayıtlarını görme",
    {
        "staff": Scope.UNIT,
        **_KEEPERS,
        "deputy_secretary_general": Scope.BRANCH,
        "secretary_general": Scope.ALL,
        "deputy_mayor": Scope.BRANCH,
        "mayor": Scope.ALL,
        "auditor": Scope.ALL,
    },
    upward=True,
)
# Giving out is also asked for in person: the warehouse names its registrar.
WORK = Permission(
    "supplies.work",
    "Sarf malzemesi verme, sayaç yazma, stok uyarısına bakma",
    {"staff": Scope.UNIT, **_KEEPERS},
    upward=True,
)
KEEP = Permission(
    "supplies.keep", "Stok düzeyi, yazıcı ve uyumlu malzeme düzenleme, alım önerisi hazırlama", _KEEPERS, upward=True
)
DECIDE = Permission("supplies.decide", "Alım önerisine karar verme", _LEADERS, upward=True)
