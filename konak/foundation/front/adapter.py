"""Sign-in by our rules: nobody signs up by himself, and every message is in our words."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from konak.foundation.db.turkish import fold
from konak.foundation.people.models import User
from konak.foundation.people.services import set_own_password

MESSAGES = {
    "account/messages/logged_out.txt": "Oturumunuz kapatıldı.",
    "account/messages/password_changed.txt": "Parolanız değiştirildi.",
    "account/messages/password_set.txt": "Parolanız belirlendi.",
    "mfa/messages/totp_activated.txt": "Doğrulama uygulaması kuruldu. Bundan sonra girişte kod sorulacak.",
    "mfa/messages/totp_deactivated.txt": "Doğrulama uygulaması kaldırıldı.",
    "mfa/messages/webauthn_added.txt": "Güvenlik anahtarı eklendi.",
    "mfa/messages/webauthn_removed.txt": "Güvenlik anahtarı kaldırıldı.",
    "mfa/messages/recovery_codes_generated.txt": "Kurtarma kodlarınız hazır. Yalnız bir kez gösterilir; saklayın.",
}
"""What is said after an action; where nothing stands (signing in) nothing is said: the next page says enough."""


class ClosedDoor(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come from an administrator or from the directory."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "Bu hesap kullanıma kapalı. Sistem yöneticinize başvurun.",
        "enter_current_password": "Şu anki parolanızı yazın.",
        "incorrect_password": "Parola doğru değil.",
        "invalid_login": "Kullanıcı adı ya da parola doğru değil.",
        "username_password_mismatch": "Kullanıcı adı ya da parola doğru değil. Büyük-küçük harfe dikkat edin.",
        "too_many_login_attempts": (
            "Çok sayıda yanlış deneme oldu; hesap güvenliğiniz için giriş bir süre kapatıldı. "
            "15 dakika sonra yeniden deneyin ya da sistem yöneticinize başvurun."
        ),
        "rate_limited": "Kısa sürede çok fazla istek geldi. Biraz bekleyip yeniden deneyin.",
        "same_as_current": "Yeni parola eskisinden farklı olmalı.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """Ways to prove oneself again, in our words; allauth orders them by password, code, key."""
        words = {
            "reauthenticate": "Parolamla",
            "mfa_reauthenticate": "Doğrulama kodumla",
            "mfa_reauthenticate:webauthn": "Güvenlik anahtarımla",
        }
        methods = super().get_reauthentication_methods(user)
        return [{**method, "description": words.get(method["id"], method["description"])} for method in methods]

    def set_password(self, user: User, password: str) -> None:
        set_own_password(user, password)

    def clean_username(self, username: str, shallow: bool = False) -> str:
        cleaned: str = super().clean_username(fold(username.strip()), shallow)
        return cleaned

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        words = message or MESSAGES.get(message_template or "", "")
        if words:
            super().add_message(request, level, extra_tags=extra_tags, message=words)
