from konak.governance.legislation.tests.scene import scene

__all__ = ["scene"]
