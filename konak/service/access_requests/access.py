from konak.foundation.access import Permission, Scope

OWN, UNIT, BRANCH, ALL = Scope.OWN, Scope.UNIT, Scope.BRANCH, Scope.ALL
CHIEFS = {"chief": UNIT, "director": BRANCH, "head_of_department": BRANCH}
DEPUTIES = {"deputy_secretary_general": BRANCH, "deputy_mayor": BRANCH}
TOP = {"secretary_general": ALL, "mayor": ALL}
SIGHT = {"auditor": ALL, "administrator": ALL}
PEOPLE = {"staff": OWN, "expert": OWN}
HANDS = {"staff": UNIT, "expert": UNIT, "chief": UNIT, "director": BRANCH, "head_of_department": BRANCH}

VIEW = Permission(
    "access_requests.view",
    "Yetki taleplerini ve yetki kütüğünü görme",
    PEOPLE | CHIEFS | DEPUTIES | TOP | SIGHT,
)
ASK = Permission(
    "access_requests.ask",
    "Kendisi ya da personeli için yetki isteme",
    PEOPLE | CHIEFS | DEPUTIES | TOP | {"auditor": OWN, "administrator": ALL},
)
DECIDE = Permission(
    "access_requests.decide",
    "Sırası gelen yetki talebini onaylama, iade etme",
    PEOPLE | CHIEFS | DEPUTIES | TOP | {"auditor": OWN, "administrator": ALL},
)
EXECUTE = Permission(
    "access_requests.execute",
    "Onaylanan yetkiyi sistemde açma, biteni kaldırma",
    HANDS | {"administrator": ALL},
    upward=True,  # whoever sits in a bureau of the executing unit is one of its hands
)
BREAK = Permission(
    "access_requests.break_glass",
    "Nöbette acil erişim açma",
    {"expert": UNIT, "chief": UNIT, "director": BRANCH, "head_of_department": BRANCH, "administrator": ALL},
    upward=True,
)
CATALOGUE = Permission(
    "access_requests.catalogue",
    "Yetki kataloğunu, taahhüt metinlerini ve şablonları düzenleme",
    {"director": BRANCH, "head_of_department": BRANCH, "administrator": ALL},
)
SECURE = Permission(
    "access_requests.secure",
    "Güvenlik onayı verme, çakışma kuralı koyma ve istisna onaylama",
    {"administrator": ALL},
)
REVIEW = Permission(
    "access_requests.review",
    "Yetki gözden geçirmesi başlatma ve kapatma",
    {"director": BRANCH, "head_of_department": BRANCH, "administrator": ALL},
)
KEEP = Permission(
    "access_requests.keep",
    "Yetki kütüğüne aktarma yapma, sapmaları sonuçlandırma",
    {"administrator": ALL},
)
MOVE = Permission(
    "access_requests.move",
    "Başlayan, yer değiştiren ve ayrılan personelin dosyasını yürütme",
    CHIEFS | DEPUTIES | {"secretary_general": ALL, "administrator": ALL},
)
ACCOUNTS = Permission(
    "access_requests.accounts",
    "Ortak kullanılan hesapları ve servis hesaplarını yürütme",
    {"expert": UNIT, "chief": UNIT, "director": BRANCH, "head_of_department": BRANCH, "administrator": ALL},
)
