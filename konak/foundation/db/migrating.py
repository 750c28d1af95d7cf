"""Migrations that do not draw every related model anew for each of their lines."""

import functools
from typing import Any

from django.apps import apps
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger


def quicken_migrations() -> None:
    """Render one model where Django renders all that can be reached from it, and none for a trigger.

    Django draws a changed model and everything it is related to, which here, where all point to units and people, is
    nearly every model for every foreign key: 60 of the 63 seconds that two apps of forty tables took. The statements
    of a table need its own model and the names of those it points to. What asks more of the models is `RunPython`; it
    draws all of them anew where the state is marked as delayed, as Django itself does. Libraries keep Django's way;
    they come first, while there is little to draw. And which model a setting may exchange is looked up once: Django
    forgets it, for the program itself too, with every model that is drawn for a migration. The three make 27 seconds
    of 137 migrations out of more than two minutes to 11.
    """
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("konak.")}
    thorough = ProjectState.reload_model

    def reload_model(self: ProjectState, app_label: str, model_name: str, delay: bool = False) -> None:
        if app_label not in ours:
            thorough(self, app_label, model_name, delay)
        elif "apps" in self.__dict__:
            self._reload({(app_label, model_name)})  # type: ignore[attr-defined] # not in the stubs
            self.is_delayed = True

    def state_forwards(self: Any, app_label: str, state: ProjectState) -> None:
        options = state.models[app_label, self.model_name.lower()].options
        options["triggers"] = [*options.get("triggers", []), self.trigger]

    def leaf_nodes(self: MigrationGraph, app: str | None = None) -> list[tuple[str, str]]:
        return sorted(leaves(self, app), key=lambda node: (node[0] in ours, node))

    leaves = MigrationGraph.leaf_nodes
    MigrationGraph.leaf_nodes = leaf_nodes  # type: ignore[method-assign]
    exchangeable = functools.cache(apps.get_swappable_settings_name)
    exchangeable.cache_clear = lambda: None  # type: ignore[method-assign] # the models of the program stay
    apps.get_swappable_settings_name = exchangeable  # type: ignore[method-assign]
    ProjectState.reload_model = reload_model  # type: ignore[method-assign]
    AddTrigger.state_forwards = state_forwards
