from konak.gateways.mail.tests.server import certificate
from konak.service.desk.tests.conftest import desk

__all__ = ["certificate", "desk"]
