from konak.foundation.access import Permission, Scope

EVERYBODY = {
    "staff": Scope.OWN,
    "expert": Scope.OWN,
    "chief": Scope.OWN,
    "director": Scope.UNIT,
    "head_of_department": Scope.BRANCH,
    "deputy_secretary_general": Scope.BRANCH,
    "secretary_general": Scope.BRANCH,
    "deputy_mayor": Scope.BRANCH,
    "mayor": Scope.BRANCH,
}

VIEW = Permission(
    "esignature.view", "İmza dosyalarını görme", {**EVERYBODY, "auditor": Scope.ALL, "administrator": Scope.ALL}
)
ASK = Permission("esignature.ask", "Belgeyi imzaya gönderme", EVERYBODY)
SIGN = Permission("esignature.sign", "Kendisine gelen belgeyi imzalama", EVERYBODY)
APPLY = Permission("esignature.apply", "Sertifika ve mobil imza isteme", EVERYBODY)
SEE_CERTIFICATES = Permission(
    "esignature.see_certificates",
    "Sertifika, kart ve okuyucu kayıtlarını görme",
    {
        **EVERYBODY,
        "expert": Scope.UNIT,
        "chief": Scope.UNIT,
        "director": Scope.BRANCH,
        "auditor": Scope.ALL,
        "administrator": Scope.ALL,
    },
)
APPROVE = Permission(
    "esignature.approve",
    "Sertifika ve mobil imza başvurusunu onaylama",
    {"director": Scope.BRANCH, "head_of_department": Scope.BRANCH, "secretary_general": Scope.BRANCH},
)
RUN = Permission(
    "esignature.run",
    "Sertifika hizmetini yürütme (başvuru, kart stoğu, teslim, iptal)",
    {"administrator": Scope.ALL},
)
SEAL = Permission(
    "esignature.seal",
    "Kurumsal e-mühür basma",
    {"director": Scope.BRANCH, "head_of_department": Scope.BRANCH, "administrator": Scope.ALL},
)
