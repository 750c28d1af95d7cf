"""Who sees the watch, who sets it up, who answers an alarm."""

from konak.foundation.access import Permission, Scope

_LEADERS = {
    "director": Scope.BRANCH,
    "head_of_department": Scope.BRANCH,
    "administrator": Scope.ALL,
}

VIEW = Permission(
    "monitoring.view",
    "İzlenen sistemleri ve arızaları görme",
    {
        "staff": Scope.UNIT,
        "expert": Scope.UNIT,
        "chief": Scope.UNIT,
        **_LEADERS,
        "deputy_secretary_general": Scope.BRANCH,
        "secretary_general": Scope.ALL,
        "deputy_mayor": Scope.BRANCH,
        "mayor": Scope.ALL,
        "auditor": Scope.ALL,
    },
    upward=True,
)
KEEP = Permission(
    "monitoring.keep",
    "İzlemeyi kurma: denetimler, şablonlar, bakım pencereleri, nöbet çizelgesi",
    {"expert": Scope.UNIT, "chief": Scope.UNIT, **_LEADERS},
    upward=True,
)
ANSWER = Permission(
    "monitoring.answer",
    "Arızayı üstlenme, açıklama ve kesinti raporu yazma",
    {"staff": Scope.UNIT, "expert": Scope.UNIT, "chief": Scope.UNIT, **_LEADERS},
    upward=True,
)
# A secret opens every device that knows it: fewer hands than those that set up checks.
SECRETS = Permission(
    "monitoring.secrets",
    "SNMP kimliklerini yazma",
    {"chief": Scope.UNIT, **_LEADERS},
    upward=True,
)
