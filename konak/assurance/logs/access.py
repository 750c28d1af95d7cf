"""Who may look into the logs. Positions outside IT hold nothing; an administrator gives more by a grant."""

from konak.foundation.access import Permission, Scope

SEARCH = Permission(
    "logs.search", "Loglarda arama (kişiler maskeli)", {"administrator": Scope.ALL, "auditor": Scope.ALL}, lent=False
)
PERSONS = Permission("logs.persons", "Loglarda kişileri açık görme", {"administrator": Scope.ALL}, lent=False)
PACK = Permission("logs.pack", "Cevap paketi çıkarma", {"administrator": Scope.ALL}, lent=False)
VIEW = Permission("logs.view", "Log aramalarının defterini görme", {"administrator": Scope.ALL, "auditor": Scope.ALL})
