"""Who may look into the logs. Positions outside IT hold nothing; an administrator gives more by a grant."""

from konak.foundation.access import Permission, Scope

SEARCH = Permission(
    "logs.search", "Loglarda arama (kişiler maskeli)", {"administrator": Scope.ALL, "auditor": Scope.ALL}, lent=False
)
PERSONS = Permission("logs.persons", "Loglarda kişileri açık görme", {"administrator": Scope.ALL}, lent=False)
PACK = Permission("logs.pack", "Cevap paketi çıkarma", {"administrator": Scope.ALL}, lent=False)
SOURCES = Permission(
    "logs.sources",
    "Log kaynaklarını kaydetme, anahtar verme",
    {"administrator": Scope.ALL, "chief": Scope.UNIT, "director": Scope.BRANCH, "head_of_department": Scope.BRANCH},
)
SEE_SOURCES = Permission(
    "logs.see_sources",
    "Log kaynaklarını görme",
    {
        "administrator": Scope.ALL,
        "auditor": Scope.ALL,
        "expert": Scope.UNIT,
        "chief": Scope.UNIT,
        "director": Scope.BRANCH,
        "head_of_department": Scope.BRANCH,
    },
)
VIEW = Permission("logs.view", "Log aramalarının defterini görme", {"administrator": Scope.ALL, "auditor": Scope.ALL})
# what is laid before a reviewer is of the whole house: a unit's seat gets it only by a grant
REVIEW = Permission("logs.review", "Log incelemesi yapma ve imzalama", {"administrator": Scope.ALL}, lent=False)
PLAN_REVIEWS = Permission("logs.plan_reviews", "Log inceleme planı yapma", {"administrator": Scope.ALL}, lent=False)
SEE_REVIEWS = Permission(
    "logs.see_reviews", "Log incelemelerini görme", {"administrator": Scope.ALL, "auditor": Scope.ALL}
)
ALARMS = Permission("logs.alarms", "Log alarmı kurma", {"administrator": Scope.ALL}, lent=False)
SEE_ALARMS = Permission(
    "logs.see_alarms", "Log alarmlarını görme", {"administrator": Scope.ALL, "auditor": Scope.ALL}
)

RIGHTS = Permission("logs.rights", "Log kümelerine erişim verme", {"administrator": Scope.ALL}, lent=False)
HOLD = Permission("logs.hold", "Log silmesini bekletme", {"administrator": Scope.ALL}, lent=False)

SEARCHED = ("dhcp", "firewall", "radius", "proxy", "windows", "hosting", "system", "other")
"""Sets that are searched, watched and followed."""
OPEN_TO = frozenset({"administrator", "auditor"})
"""Positions every set is open to where nothing else is written; to all others every set is closed."""
