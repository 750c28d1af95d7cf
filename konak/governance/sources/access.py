from konak.foundation.access import Permission, Scope

_READERS = {
    "staff": Scope.ALL,
    "expert": Scope.ALL,
    "chief": Scope.ALL,
    "director": Scope.ALL,
    "head_of_department": Scope.ALL,
    "deputy_secretary_general": Scope.ALL,
    "deputy_mayor": Scope.ALL,
    "secretary_general": Scope.ALL,
    "mayor": Scope.ALL,
    "auditor": Scope.ALL,
    "administrator": Scope.ALL,
}
_LEADERS = {
    "director": Scope.BRANCH,
    "head_of_department": Scope.BRANCH,
    "deputy_secretary_general": Scope.BRANCH,
    "deputy_mayor": Scope.BRANCH,
    "administrator": Scope.ALL,
}
_WORKERS = {"expert": Scope.UNIT, "chief": Scope.UNIT} | _LEADERS

VIEW = Permission("sources.view", "Hukuki dayanak kütüğünü görme", _READERS)
MANAGE = Permission("sources.manage", "Hukuki dayanak kütüğünü düzenleme", _WORKERS, upward=True)
LINK = Permission("sources.link", "Görevin hukuki dayanağını onaylama", _WORKERS)
FOLLOW = Permission(
    "sources.follow",
    "Mevzuat değişikliklerini ve genelgeleri görme",
    {"staff": Scope.UNIT, "secretary_general": Scope.ALL, "mayor": Scope.ALL, "auditor": Scope.ALL} | _WORKERS,
    upward=True,
)
RECORD = Permission(
    "sources.record",
    "Mevzuat değişikliği ve genelge kaydetme",
    {"staff": Scope.UNIT, "secretary_general": Scope.ALL} | _WORKERS,
    upward=True,
)
DIRECT = Permission(
    "sources.direct",
    "Mevzuat değişikliğini incelemeye verme ve sonuçlandırma",
    {"chief": Scope.UNIT, "secretary_general": Scope.ALL} | _LEADERS,
)
OPINE = Permission(
    "sources.opine",
    "Mevzuat değişikliğine görüş verme",
    {"staff": Scope.UNIT} | _WORKERS,
    upward=True,
)
CONFIRM = Permission(
    "sources.confirm",
    "Değişikliğin birimde uygulandığını bildirme",
    {"chief": Scope.UNIT} | _LEADERS,
)
FEED = Permission(
    "sources.feed",
    "Mevzuat akışlarını tanımlama ve okuma",
    {"head_of_department": Scope.BRANCH, "administrator": Scope.ALL},
)
