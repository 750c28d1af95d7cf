"""Who asks the department, who works on what was asked, who answers for it."""

from konak.foundation.access import Permission, Scope

_WORKERS = {
    "staff": Scope.UNIT,
    "expert": Scope.UNIT,
    "chief": Scope.UNIT,
    "director": Scope.BRANCH,
    "head_of_department": Scope.BRANCH,
}
_LEADERS = {"chief": Scope.UNIT, "director": Scope.BRANCH, "head_of_department": Scope.BRANCH}
_TOP = {
    "deputy_secretary_general": Scope.BRANCH,
    "secretary_general": Scope.BRANCH,
    "deputy_mayor": Scope.BRANCH,
    "mayor": Scope.BRANCH,
}
_EVERYBODY = dict.fromkeys((*_WORKERS, *_TOP, "auditor", "administrator"), Scope.OWN)

VIEW = Permission(
    "consultancy.view",
    "Rapor, görüş, uygunluk, ihtiyaç, eğitim, yazılım isteği ve sorun dosyalarını görme",
    {**_WORKERS, **_TOP, "auditor": Scope.ALL, "administrator": Scope.ALL},
)
ASK = Permission("consultancy.ask", "Rapor, görüş, uygunluk, eğitim ve yazılım isteme, ihtiyaç bildirme", _EVERYBODY)
WORK = Permission("consultancy.work", "İstenenleri inceleme, yazma, eğitim ve sorun yürütme", _WORKERS)
DECIDE = Permission("consultancy.decide", "Rapor, görüş, uygunluk ve isteklere karar verme", _LEADERS)
OFFICES = Permission(
    "consultancy.offices",
    "Hangi işin hangi birimden isteneceğini belirleme",
    {"director": Scope.BRANCH, "head_of_department": Scope.BRANCH, "administrator": Scope.ALL},
)
