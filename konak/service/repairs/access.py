from konak.foundation.access import Permission, Scope

WORKING = {
    "staff": Scope.UNIT,
    "expert": Scope.UNIT,
    "chief": Scope.UNIT,
    "director": Scope.BRANCH,
    "head_of_department": Scope.BRANCH,
}

# The file lies with the warehouse, which stands with the department; who works below it reads it.
VIEW = Permission(
    "repairs.view",
    "Parça ve cihaz isteklerini görme",
    {**WORKING, "auditor": Scope.ALL, "administrator": Scope.ALL},
    upward=True,
)
ASK = Permission("repairs.ask", "Bir destek talebi için ambardan parça ya da cihaz isteme", WORKING, upward=True)
GIVE = Permission("repairs.give", "İstenen parçayı ya da cihazı ambardan verme", WORKING, upward=True)
