"""What happens here because legislation put a text into force."""

from konak.foundation.access.queries import actor_of
from konak.foundation.announce import on
from konak.foundation.trail.queries import takers
from konak.governance.legislation import public as legislation

from . import services


@on(legislation.APPROVED)
def import_bases(number: str) -> None:
    """Read bases and citations from the reach of whoever approved; what is known already is left as it is."""
    for user_id in sorted(takers("legislation.regulation", number, "approve")):
        services.import_text(number, actor=actor_of(user_id, via="job"))
