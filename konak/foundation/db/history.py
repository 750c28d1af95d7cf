"""Row history: triggers keep what the columns became, whoever changed them and by whatever road."""

from collections.abc import Callable
from typing import Any, TypeVar

import pghistory

M = TypeVar("M", bound=type[Any])


def history(**options: Any) -> Callable[[M], M]:
    """Class decorator: every insert, update and delete of the model's rows leaves a copy in its event table."""
    decorator: Callable[[M], M] = pghistory.track(
        pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), **options
    )
    return decorator
