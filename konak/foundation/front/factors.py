"""The second factor by our rules: secrets encrypted at rest, our words, and no code that works twice."""

import base64
import hashlib
from typing import Any, ClassVar

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.cache import cache

from konak.foundation.people.models import User

CODE_LIVES = 120
"""Seconds for which a used code is remembered: longer than the window in which the clock would still accept it."""


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]
    """What allauth asks of a house that offers second factors."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": (
            "Makamınız ikinci doğrulamayı zorunlu kılıyor: son yöntemi kaldıramazsınız. "
            "Önce yenisini kurun, sonra bunu kaldırın."
        ),
        "cannot_generate_recovery_codes": "Kurtarma kodu üretmeden önce bir doğrulama yöntemi kurun.",
        "incorrect_code": "Kod ya da anahtar doğru değil. Uygulamadaki yeni kodla yeniden deneyin.",
    }

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return encrypted_text

    def get_totp_label(self, user: User) -> str:
        return user.username

    def _get_user_identifier(self, user: User) -> str:
        return user.username

    def _get_site_name(self) -> str:
        return f"Konak · {settings.MUNICIPALITY}"

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return may_remove(authenticator)

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        count = Authenticator.objects.filter(user=user, type=type).count()
        return ("Asıl anahtar", "Yedek anahtar")[count] if count < 2 else f"{count + 1}. anahtar"


def _box() -> MultiFernet:
    """The lock on stored secrets: the newest key closes, the earlier ones still open."""
    keys = [str(settings.SECRET_KEY), *map(str, settings.SECRET_KEY_FALLBACKS)]
    return MultiFernet(
        Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"konak.second-factor:" + key.encode()).digest()))
        for key in keys
    )


def may_remove(authenticator: Authenticator) -> bool:
    """Whether its owner may take it away: who must have a second factor keeps at least one."""
    from konak.foundation.web.second_factor import obliged

    strong = Authenticator.objects.filter(user=authenticator.user).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return strong.exclude(pk=authenticator.pk).exists() or not obliged(authenticator.user_id)


def first_use(user_id: int, code: str) -> bool:
    """Whether this code of this person was not used before, over all web processes. Asking is using."""
    digest = hashlib.sha256(code.encode()).hexdigest()[:24]
    return bool(cache.add(f"second-factor:{user_id}:{digest}", "1", CODE_LIVES))
