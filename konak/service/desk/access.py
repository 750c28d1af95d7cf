"""Who asks, who works, who hands out, who builds the desk; permissions reach by the unit that serves a ticket."""

from konak.foundation.access import Permission, Scope

WORKERS = {
    "staff": Scope.UNIT,
    "expert": Scope.UNIT,
    "chief": Scope.UNIT,
    "director": Scope.BRANCH,
    "head_of_department": Scope.BRANCH,
}
"""Whoever sits in a unit works on what that unit serves; one's own requests are one's own everywhere."""
LEADERS = {"chief": Scope.UNIT, "director": Scope.BRANCH, "head_of_department": Scope.BRANCH}
TOP = {
    "deputy_secretary_general": Scope.BRANCH,
    "secretary_general": Scope.BRANCH,
    "deputy_mayor": Scope.BRANCH,
    "mayor": Scope.BRANCH,
}
EVERYBODY = dict.fromkeys((*WORKERS, *TOP, "auditor", "administrator"), Scope.OWN)

VIEW = Permission(
    "desk.view", "Destek taleplerini görme", {**WORKERS, **TOP, "auditor": Scope.ALL, "administrator": Scope.ALL}
)
OPEN = Permission("desk.open", "Destek talebi açma ve kendi talebini izleme", EVERYBODY)
WORK = Permission("desk.work", "Destek taleplerini çözme", WORKERS)
DISPATCH = Permission(
    "desk.dispatch", "Destek talebini birine ya da başka birime verme", {**LEADERS, "expert": Scope.UNIT}
)
APPROVE = Permission("desk.approve", "Destek talebine onay verme", EVERYBODY)
CATALOGUE = Permission(
    "desk.catalogue",
    "Hizmet kataloğunu, formları, süreleri ve ekipleri düzenleme",
    {**LEADERS, "administrator": Scope.ALL},
)
REPORTS = Permission(
    "desk.reports",
    "Destek panosunu ve raporlarını görme",
    {**LEADERS, **TOP, "auditor": Scope.ALL, "administrator": Scope.ALL},
)
