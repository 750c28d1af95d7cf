"""From clauses to duties, to capabilities and to answers: pure functions without a database."""

from .cadence import Cadence
from .duties import DutyDraft, duties_of
from .holders import Responsible
from .modules import ModuleScore

__all__ = ["Cadence", "DutyDraft", "ModuleScore", "Responsible", "duties_of"]
