from konak.foundation.access import Permission, Scope

OWN, UNIT, BRANCH, ALL = Scope.OWN, Scope.UNIT, Scope.BRANCH, Scope.ALL
CHIEFS = {"chief": UNIT, "director": BRANCH, "head_of_department": BRANCH}
DEPUTIES = {"deputy_secretary_general": BRANCH, "deputy_mayor": BRANCH}
TOP = {"secretary_general": ALL, "mayor": ALL}
SIGHT = {"auditor": ALL, "administrator": ALL}
EVERYBODY = {
    "staff": OWN,
    "expert": OWN,
    "chief": OWN,
    "director": OWN,
    "head_of_department": OWN,
    "deputy_secretary_general": OWN,
    "deputy_mayor": OWN,
    "secretary_general": OWN,
    "mayor": OWN,
    "auditor": OWN,
    "administrator": ALL,
}
"""What is one's own; the steps themselves say whose turn it is. The worker ends in the administrator's name."""

VIEW = Permission(
    "staffing.view",
    "Vekâletleri ve görev tanımlarını görme",
    {"staff": UNIT, "expert": UNIT} | CHIEFS | DEPUTIES | TOP | SIGHT,
    upward=True,
)
APPOINT = Permission(
    "staffing.appoint",
    "Görevlendirme yapma, süresini uzatma ve sona erdirme",
    {"secretary_general": ALL, "administrator": ALL},
)
PLACE = Permission(
    "staffing.place",
    "Şef altı görevlere görevlendirme yapma",
    {"director": BRANCH, "head_of_department": BRANCH} | DEPUTIES,
)
PERSONNEL = Permission(
    "staffing.personnel",
    "Personel biriminde çalışırken bütün kurumda görevlendirme işleme",
    {"staff": UNIT, "expert": UNIT} | CHIEFS,
)
DELEGATE = Permission(
    "staffing.delegate",
    "Kendi makamını vekâlete bırakma ve dönüşte yapılanları görme",
    {position: scope for position, scope in EVERYBODY.items() if position not in {"staff", "expert"}},
)
ACT = Permission("staffing.act", "Verilen vekâleti kabul etme, amir yokluğunda yapılan işi bildirme", EVERYBODY)
APPROVE = Permission(
    "staffing.approve",
    "Birimi dışındaki birine bırakılan vekâleti onaylama",
    {"director": BRANCH, "head_of_department": BRANCH} | DEPUTIES | TOP,
)
SEPARATION = Permission(
    "staffing.separation",
    "Görevler ayrılığı çizelgesini ve çakışmaları görme",
    {"director": BRANCH, "head_of_department": BRANCH} | DEPUTIES | TOP | SIGHT,
)
RULE = Permission(
    "staffing.rule",
    "Görevler ayrılığı kurallarını, istisnaları ve görev gruplarını düzenleme",
    {"secretary_general": ALL, "administrator": ALL},
)
DESCRIBE = Permission(
    "staffing.describe",
    "Görev tanımı ve taahhüt metni hazırlama",
    CHIEFS | DEPUTIES | {"administrator": ALL},
)
ISSUE = Permission(
    "staffing.issue",
    "Görev tanımını yürürlüğe koyma",
    {"director": BRANCH, "head_of_department": BRANCH, "secretary_general": ALL, "administrator": ALL} | DEPUTIES,
)
SEE_HANDOVER = Permission(
    "staffing.see_handover",
    "Devir teslim dosyalarını görme",
    {"staff": OWN, "expert": OWN} | CHIEFS | DEPUTIES | TOP | SIGHT,
)
HAND_OVER = Permission(
    "staffing.hand_over",
    "Devir teslim ve ilişik kesme dosyası açma",
    CHIEFS | DEPUTIES | {"secretary_general": ALL, "administrator": ALL},
)
CLOSE_HANDOVER = Permission(
    "staffing.close_handover",
    "Devir teslimi onaylama",
    CHIEFS | DEPUTIES | {"secretary_general": ALL, "mayor": ALL},
)
ACCOUNTS = Permission(
    "staffing.accounts",
    "Hesapların açılış ve kapanış günlerini, posta adresi kuralını düzenleme",
    {"administrator": ALL},
)
