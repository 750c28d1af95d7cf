import pgtrigger
import pytest
from pgtrigger import registry


def test_the_index_of_triggers_holds_what_looking_through_them_finds():
    known = registry._registry
    assert known.by_db_table == {(model._meta.db_table, trigger.name): trigger for model, trigger in known.values()}
    assert known.pg_function_names == {trigger.get_pgid(model) for model, trigger in known.values()}
    assert len(known.pg_function_names) == len(known) > 500


def test_a_name_is_given_once():
    model, trigger = next(iter(registry._registry.values()))
    other = pgtrigger.Trigger(
        name=trigger.name, when=pgtrigger.After, operation=pgtrigger.Insert, func="RETURN NULL;"
    )
    with pytest.raises(KeyError, match="already"):
        other.register(model)
