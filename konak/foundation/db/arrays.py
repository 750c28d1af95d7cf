"""`filter(unit_id__any_of=units)`: one value where `__in` writes each; a long list then costs little to plan."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db.models import Field, ForeignKey, Lookup

if TYPE_CHECKING:
    AnyLookup = Lookup[Any]
else:
    AnyLookup = Lookup  # generic for the checker only


@Field.register_lookup
@ForeignKey.register_lookup
class AnyOf(AnyLookup):
    """`column = ANY(array)`; nothing is found in an empty one."""

    lookup_name = "any_of"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        if not value:
            raise EmptyResultSet
        return "%s", (list(value),)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, values = self.process_lhs(compiler, connection)
        right, array = self.process_rhs(compiler, connection)
        return f"{left} = ANY({right})", (*values, *array)
