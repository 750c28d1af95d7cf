from konak.foundation.access import Permission, Scope

RETAIN = Permission("lake.retain", "Kayıt saklama sürelerini değiştirme", {"administrator": Scope.ALL})
