from konak.gateways.mail.tests.server import certificate

__all__ = ["certificate"]
