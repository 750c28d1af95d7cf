from konak.foundation.notify.tests.post import post

__all__ = ["post"]
