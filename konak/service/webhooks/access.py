"""Who connects other programs to the house, and who answers for all of them."""

from konak.foundation.access import Permission, Scope

USE = Permission(
    "webhooks.use",
    "Web kancası kurma",
    {"director": Scope.OWN, "head_of_department": Scope.OWN, "administrator": Scope.ALL},
)
EVERYTHING = Permission(
    "webhooks.everything", "Dosyası olmayan duyuruları web kancasıyla alma", {"administrator": Scope.ALL}
)
