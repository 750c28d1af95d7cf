"""What administrators may do to accounts, grants and secrecy. The codes belong to the package that holds the rows."""

from konak.foundation.access import Permission, Scope

ACCOUNTS = Permission(
    "people.accounts",
    "Hesap güvenliğini yönetme (ikinci doğrulama, oturumlar, hesabı kapatma)",
    {"administrator": Scope.ALL},
)
GRANTS = Permission("access.grant", "Yetki dağılımını değiştirme", {"administrator": Scope.ALL})
SEE_GRANTS = Permission(
    "access.grant_view", "Yetki dağılımını görme", {"administrator": Scope.ALL, "auditor": Scope.ALL}
)
TOKENS = Permission("access.token", "Bütün API anahtarlarını görme ve iptal etme", {"administrator": Scope.ALL})
CLEARANCE = Permission("access.clearance", "Makama gizlilik yetkisi verme", {"administrator": Scope.ALL})
SECRECY = Permission(
    "cases.secrecy",
    "Dosyanın gizliliğini belirleme",
    {
        "chief": Scope.UNIT,
        "director": Scope.BRANCH,
        "head_of_department": Scope.BRANCH,
        "deputy_secretary_general": Scope.BRANCH,
        "deputy_mayor": Scope.BRANCH,
        "secretary_general": Scope.ALL,
        "mayor": Scope.ALL,
        "administrator": Scope.ALL,
    },
)
LOOKS = Permission(
    "cases.looks",
    "Gizli dosyalara kimin baktığını görme",
    {
        "director": Scope.BRANCH,
        "head_of_department": Scope.BRANCH,
        "deputy_secretary_general": Scope.BRANCH,
        "deputy_mayor": Scope.BRANCH,
        "secretary_general": Scope.ALL,
        "mayor": Scope.ALL,
        "auditor": Scope.ALL,
        "administrator": Scope.ALL,
    },
)
"""Reach and clearance hold here as for the files themselves: the list names no file one may not open."""
