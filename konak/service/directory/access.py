from konak.foundation.access import Permission, Scope

_ADMINISTRATOR = {"administrator": Scope.ALL}

VIEW = Permission(
    "directory.view",
    "Dizin bağlantılarını, eşitlemeleri ve farkları görme",
    _ADMINISTRATOR | {"head_of_department": Scope.ALL, "auditor": Scope.ALL},
)
SETUP = Permission("directory.setup", "Dizin ve oturum bağlantılarını kurma", _ADMINISTRATOR)
SYNC = Permission("directory.sync", "Dizinle eşitleme yapma", _ADMINISTRATOR)
DECIDE = Permission("directory.decide", "Dizin farklarına karar verme", _ADMINISTRATOR)
CLIENTS = Permission("directory.clients", "Konak ile oturum açan sistemleri yönetme", _ADMINISTRATOR)
SCIM = Permission("directory.scim", "SCIM ile hesap ve grup yönetme (API anahtarı için)", _ADMINISTRATOR)
