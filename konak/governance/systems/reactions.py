"""What happens here because something happened elsewhere."""

from konak.foundation.announce import on
from konak.governance.staffing.public import LEFT

from . import services
from .services.reviewing import WORKER


@on(LEFT)
def end_rights(user_id: int) -> None:
    """Whoever left loses his rights in shared mailboxes, lists and folders."""
    services.end_rights_of(user_id, actor=WORKER)
