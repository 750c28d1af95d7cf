"""Migrations that create triggers without drawing every related model anew."""

from typing import Any

from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger


def quicken_migrations() -> None:
    """Let pgtrigger note a trigger in the state of the migrations without rendering the model again.

    A trigger changes no column and no relation, and its statement is compiled into the migration; but rendering a
    model renders all it is related to, which here is nearly every model, a fifth of the time a migration takes.
    """

    def state_forwards(self: Any, app_label: str, state: ProjectState) -> None:
        options = state.models[app_label, self.model_name.lower()].options
        options["triggers"] = [*options.get("triggers", []), self.trigger]

    AddTrigger.state_forwards = state_forwards
