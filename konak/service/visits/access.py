"""Who plans visits and works them, who keeps recurring requests, who announces outages."""

from konak.foundation.access import Permission, Scope

_WORKERS = {
    "staff": Scope.UNIT,
    "expert": Scope.UNIT,
    "chief": Scope.UNIT,
    "director": Scope.BRANCH,
    "head_of_department": Scope.BRANCH,
}
_LEADERS = {"chief": Scope.UNIT, "director": Scope.BRANCH, "head_of_department": Scope.BRANCH}
_TOP = {
    "deputy_secretary_general": Scope.BRANCH,
    "secretary_general": Scope.BRANCH,
    "deputy_mayor": Scope.BRANCH,
    "mayor": Scope.BRANCH,
}
_EVERYBODY = dict.fromkeys((*_WORKERS, *_TOP, "auditor", "administrator"), Scope.OWN)
_SEERS = {**_WORKERS, **_TOP, "auditor": Scope.ALL, "administrator": Scope.ALL}

VIEW = Permission("visits.view", "Ziyaretleri görme", _SEERS)
ANSWER = Permission("visits.answer", "Kendisine yapılacak ziyaret için başka zaman önerme", _EVERYBODY)
PLAN = Permission("visits.plan", "Ziyaret planlama ve sonucunu yazma", _WORKERS)
OFF_HOURS = Permission("visits.off_hours", "Mesai dışına ziyaret planlama", {**_LEADERS, "expert": Scope.UNIT})
RECURRING_VIEW = Permission("visits.recurring_view", "Tekrarlayan talepleri görme", _SEERS)
RECUR = Permission(
    "visits.recur",
    "Tekrarlayan talepleri düzenleme",
    {**_LEADERS, "expert": Scope.UNIT, "administrator": Scope.ALL},
)
OUTAGE_VIEW = Permission("visits.outage_view", "Kesinti dosyalarını görme", _SEERS)
PREPARE = Permission("visits.prepare_outage", "Kesinti dosyası hazırlama ve yürütme", _WORKERS)
ANNOUNCE = Permission("visits.announce_outage", "Kesintiyi duyurma", {**_LEADERS, "expert": Scope.UNIT})
IMPACT = Permission("visits.view_impact", "Etki çizimini görme", {**_SEERS, "administrator": Scope.ALL})
