"""Every read of this app."""

from .board import (
    CertificateFilter,
    DeviceFilter,
    RequestFilter,
    certificates,
    devices,
    mobile,
    requests_of,
    tray,
    waiting,
)
from .looking import certificate, certificate_request, code_of, device, mobile_application, request, signatory, story

__all__ = [
    "CertificateFilter",
    "DeviceFilter",
    "RequestFilter",
    "certificate",
    "certificate_request",
    "certificates",
    "code_of",
    "device",
    "devices",
    "mobile",
    "mobile_application",
    "request",
    "requests_of",
    "signatory",
    "story",
    "tray",
    "waiting",
]
