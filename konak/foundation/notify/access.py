from konak.foundation.access import Permission, Scope

MANAGE = Permission(
    "notify.manage",
    "Gönderilemeyen bildirimleri görme ve yeniden deneme",
    {"administrator": Scope.ALL},
)
