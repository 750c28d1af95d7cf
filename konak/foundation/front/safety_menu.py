"""Where accounts, keys and grants show: menu, the page of a person, the words of their story."""

from konak.foundation.access import Actor
from konak.foundation.access.models import Grant
from konak.foundation.access.tokens import Token
from konak.foundation.files.models import StoredFile
from konak.foundation.people.models import User
from konak.foundation.trail import verification
from konak.foundation.trail.models import Entry, Verification
from konak.foundation.ui import menu, slots

from . import access
from .services.alarms import chain_is_broken
from .views import grants, safety

ACCOUNT_VERBS: dict[str, slots.Verb] = {
    "signed_in": ("giriş yaptı", "login", ""),
    "sign_in_failed": ("için yanlış parola denendi", "alert-triangle", "late"),
    "password_changed": ("parolasını değiştirdi", "key", ""),
    "factor_added": ("ikinci doğrulama yöntemi ekledi", "shield-plus", "done"),
    "factor_removed": ("ikinci doğrulama yöntemini kaldırdı", "shield-x", "wait"),
    "factor_failed": ("ikinci doğrulamada yanlış kod verdi", "alert-triangle", "late"),
    "factor_reset": ("ikinci doğrulamayı sıfırladı", "shield-x", "late"),
    "codes_renewed": ("kurtarma kodlarını yeniledi", "refresh", ""),
    "code_used": ("kurtarma koduyla girdi", "list-numbers", "wait"),
    "session_ended": ("bir oturumunu kapattı", "logout", ""),
    "others_ended": ("öteki oturumlarını kapattı", "logout", ""),
    "sessions_ended": ("kişinin oturumlarını kapattı", "logout", "late"),
    "closed": ("hesabı kapattı", "user-off", "late"),
    "clearance": ("makamın gizlilik yetkisini değiştirdi", "lock", "wait"),
    "reopened": ("hesabı yeniden açtı", "user-check", "done"),
}
TOKEN_VERBS: dict[str, slots.Verb] = {
    "made": ("API anahtarı üretti", "key", "open"),
    "revoked": ("API anahtarını iptal etti", "link-off", "late"),
}


GRANT_VERBS: dict[str, slots.Verb] = {
    "granted": ("yetki dağılımını değiştirdi", "user-shield", "wait"),
    "reset": ("yetkiyi varsayılana döndürdü", "arrow-back-up", ""),
    "proposed": ("yetki değişikliği önerdi", "user-shield", ""),
    "declined": ("yetki önerisini geri çevirdi", "x", ""),
}
FILE_VERBS: dict[str, slots.Verb] = {
    "infected": ("zararlı dosya yüklemeye çalıştı", "virus", "late"),
    "quarantined": ("saklanan dosyada zararlı yazılım buldu", "virus", "late"),
}
CHAIN_VERBS: dict[str, slots.Verb] = {"asked": ("iz zincirini doğrulattı", "shield-check", "")}
TRAIL_VERBS: dict[str, slots.Verb] = {"exported": ("izi dışa aktardı", "download", "wait")}


def register() -> None:
    from . import receivers  # noqa: F401 - connects what the library tells

    def looks_after_tokens(actor: Actor) -> bool:
        return actor.reach(access.TOKENS).everywhere

    def sees_looks(actor: Actor) -> bool:
        return actor.holds(access.LOOKS)

    def sees_grants(actor: Actor) -> bool:
        return actor.reach(access.SEE_GRANTS).everywhere

    slots.verbs(User, ACCOUNT_VERBS)
    slots.verbs(Grant, GRANT_VERBS)
    slots.verbs(StoredFile, FILE_VERBS)
    slots.panel(User, "front/_clearance.html", grants.clearance_panel, "Gizlilik yetkisi", order=91, icon="lock")
    menu.add("system", "Yetki dağılımı", "front:grants", "user-shield", order=25, visible=sees_grants)
    menu.add("system", "Gizli dosyalara bakışlar", "front:looks", "eye", order=27, visible=sees_looks)
    slots.verbs(Token, TOKEN_VERBS)
    slots.verbs(Verification, CHAIN_VERBS)
    slots.verbs(Entry, TRAIL_VERBS)
    verification.alarms.append(chain_is_broken)
    slots.panel(User, "front/factor/_panel.html", safety.panel, "Hesap güvenliği", order=90, icon="shield-lock")
    menu.add("system", "API anahtarları", "front:every_token", "key", order=26, visible=looks_after_tokens)
