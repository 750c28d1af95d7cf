from konak.foundation.access import Permission, Scope

MANAGE = Permission("calendar.manage", "Tatil günlerini düzenleme", {"administrator": Scope.ALL})
