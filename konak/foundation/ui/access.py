"""What may be done with a saved view of a list beyond keeping it for oneself."""

from konak.foundation.access import Permission, Scope

SHARE = Permission(
    "ui.share_view",
    "Liste görünümünü birimiyle paylaşma",
    {
        "chief": Scope.UNIT,
        "director": Scope.UNIT,
        "head_of_department": Scope.UNIT,
        "deputy_secretary_general": Scope.UNIT,
        "deputy_mayor": Scope.UNIT,
        "secretary_general": Scope.UNIT,
        "mayor": Scope.UNIT,
    },
)
