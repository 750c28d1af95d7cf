"""What happens here because something happened elsewhere."""

from konak.foundation.announce import on
from konak.governance.staffing.public import LEFT

from . import services
from .lifecycle import ACCOUNT_CLOSED, SYNCED
from .services.common import WORKER


@on(SYNCED)
def tell_rights(run_id: int) -> None:
    """A whole reading tells the register of rights who is in which group."""
    services.report()


@on(LEFT)
def forget_leaver(user_id: int) -> None:
    """No system may ask about somebody who left with what it holds."""
    services.forget_tokens_of(user_id, actor=WORKER)


@on(ACCOUNT_CLOSED)
def forget_closed(user_id: int) -> None:
    services.forget_tokens_of(user_id, actor=WORKER)
