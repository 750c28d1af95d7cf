from konak.foundation.access import Permission, Scope

_LEADERS = {
    "director": Scope.BRANCH,
    "head_of_department": Scope.BRANCH,
    "deputy_secretary_general": Scope.BRANCH,
    "secretary_general": Scope.ALL,
    "deputy_mayor": Scope.BRANCH,
    "mayor": Scope.ALL,
}
_WORKERS = {"staff": Scope.UNIT, "expert": Scope.UNIT, "chief": Scope.UNIT}
_KEEPERS = {
    "expert": Scope.UNIT,
    "chief": Scope.UNIT,
    "director": Scope.BRANCH,
    "head_of_department": Scope.BRANCH,
    "administrator": Scope.ALL,
}

VIEW = Permission(
    "software.view",
    "Yazılım envanterini ve lisansları görme",
    {**_WORKERS, **_LEADERS, "auditor": Scope.ALL, "administrator": Scope.ALL},
    upward=True,
)
KEEP = Permission("software.keep", "Yazılım kataloğunu ve lisansları düzenleme", _KEEPERS, upward=True)
DECIDE = Permission(
    "software.decide",
    "Yazılıma izin verme, yasaklama; lisansın yenilenmesine karar verme",
    {"director": Scope.BRANCH, "head_of_department": Scope.BRANCH, "administrator": Scope.ALL},
    upward=True,
)
IMPORT = Permission(
    "software.import",
    "Bilgisayar envanteri yükleme",
    {"staff": Scope.UNIT, **_KEEPERS},
    upward=True,
)
SETTLE = Permission(
    "software.settle",
    "Yazılım uygunsuzluğu açma ve sonuçlandırma, güncelleme turu yürütme",
    {"staff": Scope.UNIT, **_KEEPERS},
    upward=True,
)
