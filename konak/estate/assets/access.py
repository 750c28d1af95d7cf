from konak.foundation.access import Permission, Scope

EVERYBODY = (
    *("staff", "expert", "chief", "director", "head_of_department", "deputy_secretary_general"),
    *("secretary_general", "deputy_mayor", "mayor", "auditor", "administrator"),
)
WORKING = {
    "staff": Scope.UNIT,
    "expert": Scope.UNIT,
    "chief": Scope.UNIT,
    "director": Scope.BRANCH,
    "head_of_department": Scope.BRANCH,
}

# A warehouse stands with the department; whoever works below it reads what is booked there.
VIEW = Permission(
    "assets.view",
    "Taşınırları görme",
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
# Keeping and controlling are also asked for in person: the warehouse names its officers.
KEEP = Permission("assets.keep", "Taşınır kayıt yetkilisi işlemleri", WORKING, upward=True)
CONTROL = Permission("assets.control", "Taşınır kontrol yetkilisi işlemleri", WORKING, upward=True)
ARRANGE = Permission(
    "assets.arrange",
    "Taşınır kodlarını, ambarları ve yerleri düzenleme",
    {"director": Scope.BRANCH, "head_of_department": Scope.BRANCH, "administrator": Scope.ALL},
)
HOLD = Permission("assets.hold", "Zimmetine verilen taşınırı kabul etme", dict.fromkeys(EVERYBODY, Scope.OWN))
ASK = Permission("assets.ask", "Taşınır isteme", dict.fromkeys(EVERYBODY, Scope.OWN))
GRANT = Permission(
    "assets.grant",
    "Taşınır isteğini uygun görme",
    {
        "chief": Scope.UNIT,
        "director": Scope.BRANCH,
        "head_of_department": Scope.BRANCH,
        "deputy_secretary_general": Scope.BRANCH,
        "secretary_general": Scope.BRANCH,
        "deputy_mayor": Scope.BRANCH,
        "mayor": Scope.BRANCH,
    },
)
