from konak.foundation.access import Permission, Scope

EVERYBODY = {
    "staff": Scope.OWN,
    "expert": Scope.OWN,
    "chief": Scope.UNIT,
    "director": Scope.BRANCH,
    "head_of_department": Scope.BRANCH,
    "deputy_secretary_general": Scope.BRANCH,
    "secretary_general": Scope.BRANCH,
    "deputy_mayor": Scope.BRANCH,
    "mayor": Scope.BRANCH,
}
SUPERIORS = {position: scope for position, scope in EVERYBODY.items() if scope is not Scope.OWN}

VIEW = Permission(
    "orders.view",
    "Görev emirlerini görme",
    {
        **EVERYBODY,
        "auditor": Scope.ALL,
        "administrator": Scope.ALL,
    },
)
GIVE = Permission("orders.give", "Görev emri verme", SUPERIORS)
DO = Permission("orders.do", "Görev emrini yerine getirme", EVERYBODY)
DECIDE = Permission("orders.decide", "Verdiği görev emrini onaylama, iade etme, geri alma", EVERYBODY)

RANK = {
    position: place
    for place, position in enumerate(
        (
            "staff",
            "expert",
            "chief",
            "director",
            "head_of_department",
            "deputy_secretary_general",
            "secretary_general",
            "deputy_mayor",
            "mayor",
        )
    )
}
"""Who stands over whom inside one unit; an auditor and an administrator give no orders and take none by rank."""
EQUALS = frozenset({"staff", "expert"})
"""Positions of which neither commands the other."""


def stands_over(superior: str, other: str) -> bool:
    """Whether one position commands another within one unit."""
    if superior not in RANK or other not in RANK or {superior, other} <= EQUALS:
        return False
    return RANK[superior] > RANK[other]
