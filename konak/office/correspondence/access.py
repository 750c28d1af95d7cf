"""Who may do what with official documents. Who was given a document, or wrote it, reads it whatever its secrecy."""

from konak.foundation.access import Permission, Scope

_CLERKS = {"staff": Scope.UNIT, "expert": Scope.UNIT, "chief": Scope.UNIT}
LEADERS = {
    "director": Scope.BRANCH,
    "head_of_department": Scope.BRANCH,
    "deputy_secretary_general": Scope.BRANCH,
    "deputy_mayor": Scope.BRANCH,
    "secretary_general": Scope.ALL,
    "mayor": Scope.ALL,
}
_ALL_WORK = {**_CLERKS, **LEADERS}

VIEW = Permission(
    "correspondence.view",
    "Evrak görme",
    {
        "staff": Scope.OWN,
        "expert": Scope.OWN,
        "chief": Scope.UNIT,
        **LEADERS,
        "auditor": Scope.ALL,
        "administrator": Scope.ALL,
    },
)
REGISTER = Permission("correspondence.register", "Gelen evrakı kaydetme", _ALL_WORK)
REFER = Permission("correspondence.refer", "Evrak havalesi", {"chief": Scope.UNIT, **LEADERS}, lent=True)
WORK = Permission("correspondence.work", "Havale edilen işi yapma", {**_ALL_WORK, "staff": Scope.OWN})
WRITE = Permission("correspondence.write", "Yazı hazırlama", _ALL_WORK)
SIGN = Permission("correspondence.sign", "Yazı imzalama", {"chief": Scope.UNIT, **LEADERS}, lent=True)
DISPATCH = Permission("correspondence.dispatch", "Yazıyı gönderme", _ALL_WORK)
MANAGE = Permission(
    "correspondence.manage",
    "Dosya planı, antet ve şablonlar",
    {"chief": Scope.UNIT, **LEADERS, "administrator": Scope.ALL},
)
FOLLOW = Permission(
    "correspondence.follow_all",
    "Evrak istatistiği, okuma kaydı ve günlük rapor",
    {**LEADERS, "auditor": Scope.ALL, "administrator": Scope.ALL},
)
RELEASE = Permission("correspondence.release", "Karartılmış örnek hazırlama", LEADERS)

RANK = {
    position: place
    for place, position in enumerate(
        (
            *("staff", "expert", "chief", "director", "head_of_department", "deputy_secretary_general"),
            *("secretary_general", "deputy_mayor", "mayor"),
        )
    )
}
"""Who stands over whom; what a letter ends with is proposed by it."""
