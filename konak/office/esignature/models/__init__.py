"""What waits for whose signature, with which certificate it was made, and the cards, codes and stamps around it."""

from .applying import (
    CertificateRequest,
    EventKind,
    MobileApplication,
    MobileEvent,
    Operator,
    Proof,
    Reason,
    Undertaking,
)
from .asking import FILES, PACK, Attempt, Format, Level, Request, RequestState, Role, Signatory, Turn
from .cards import (
    WARN_DAYS,
    Certificate,
    CertificateKind,
    CertificateStatus,
    Device,
    DeviceKind,
    DeviceState,
    Fault,
    Trial,
)
from .codes import Code

__all__ = [
    "FILES",
    "PACK",
    "WARN_DAYS",
    "Attempt",
    "Certificate",
    "CertificateKind",
    "CertificateRequest",
    "CertificateStatus",
    "Code",
    "Device",
    "DeviceKind",
    "DeviceState",
    "EventKind",
    "Fault",
    "Format",
    "Level",
    "MobileApplication",
    "MobileEvent",
    "Operator",
    "Proof",
    "Reason",
    "Request",
    "RequestState",
    "Role",
    "Signatory",
    "Trial",
    "Turn",
    "Undertaking",
]
