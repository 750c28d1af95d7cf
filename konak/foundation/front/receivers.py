"""What the library tells about second factors goes into the trail, and a new factor ends the older sessions."""

from typing import Any

from allauth.account.signals import password_changed, password_set, user_logged_in
from allauth.mfa import signals
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_login_failed
from django.dispatch import receiver

from konak.foundation.access import NOBODY, Actor
from konak.foundation.people.models import User
from konak.foundation.people.queries import by_username
from konak.foundation.trail import services as trail

from .services.accounts import PERSON, end_sessions_of
from .services.alarms import tell_owner

NAMES = {
    Authenticator.Type.TOTP: "Doğrulama uygulaması",
    Authenticator.Type.WEBAUTHN: "Güvenlik anahtarı",
    Authenticator.Type.RECOVERY_CODES: "Kurtarma kodları",
}


TOLD = {
    "factor_added": "İkinci doğrulama yöntemi eklendi",
    "factor_removed": "İkinci doğrulama yöntemi kaldırıldı",
    "codes_renewed": "Kurtarma kodlarınız yenilendi",
    "code_used": "Kurtarma koduyla giriş yapıldı",
    "password_changed": "Parolanız değiştirildi",
}
"""What the owner also hears of, so that he notices what he did not do."""


def _tell(user: User, verb: str, authenticator: Authenticator | None = None) -> None:
    if verb in TOLD:
        tell_owner(user.pk, TOLD[verb], "Siz yapmadıysanız hemen sistem yöneticinize haber verin.")
    note = NAMES[Authenticator.Type(authenticator.type)] if authenticator else ""
    trail.write(actor=Actor(user.pk), kind=PERSON, subject=user.pk, verb=verb, note=note)


@receiver(signals.authenticator_added)
def added(request: Any, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    _tell(user, "factor_added", authenticator)
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        # A session opened with the password alone is not carried into the time of two factors.
        end_sessions_of(user.pk, but=request.session.session_key)


@receiver(signals.authenticator_removed)
def removed(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    _tell(user, "factor_removed", authenticator)


@receiver(signals.authenticator_reset)
def renewed(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    _tell(user, "codes_renewed")


@receiver(signals.authenticator_used)
def used(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        _tell(user, "code_used")


@receiver(signals.authentication_failed)
def failed(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    _tell(user, "factor_failed", authenticator)


@receiver(user_login_failed)
def not_signed_in(credentials: dict[str, Any], **kwargs: Any) -> None:
    """A wrong password for an account that exists; what was typed as name or password is written nowhere."""
    user = by_username(str(credentials.get("username") or ""))
    if user is not None:
        trail.write(actor=NOBODY, kind=PERSON, subject=user.pk, verb="sign_in_failed")


@receiver(user_logged_in)
def signed_in(user: User, **kwargs: Any) -> None:
    _tell(user, "signed_in")


@receiver([password_changed, password_set])
def changed_password(request: Any, user: User, **kwargs: Any) -> None:
    end_sessions_of(user.pk, but=request.session.session_key)
    _tell(user, "password_changed")
