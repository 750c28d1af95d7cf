"""Everybody reads what is published inside; the desk's people write; leaders review and publish."""

from konak.foundation.access import Permission, Scope

WRITERS = {
    "staff": Scope.UNIT,
    "expert": Scope.UNIT,
    "chief": Scope.UNIT,
    "director": Scope.BRANCH,
    "head_of_department": Scope.BRANCH,
}
LEADERS = {"chief": Scope.UNIT, "director": Scope.BRANCH, "head_of_department": Scope.BRANCH}
EVERYBODY = dict.fromkeys(
    (
        *WRITERS,
        *("deputy_secretary_general", "secretary_general", "deputy_mayor", "mayor", "auditor", "administrator"),
    ),
    Scope.ALL,
)

READ = Permission("knowledge.read", "Bilgi makalelerini okuma", EVERYBODY)
WRITE = Permission(
    "knowledge.write", "Bilgi makalesi yazma ve taslakları görme", {**WRITERS, "administrator": Scope.ALL}
)
PUBLISH = Permission(
    "knowledge.publish", "Bilgi makalesini onaylama, yayımlama, kaldırma", {**LEADERS, "administrator": Scope.ALL}
)
