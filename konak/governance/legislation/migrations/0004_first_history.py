"""Bindings decided before their history began enter it with the moment of their decision."""

from django.db import migrations

FIRST = """
INSERT INTO legislation_bindingevent
  (pgh_created_at, pgh_label, pgh_obj_id, id, duty_id, capability, score, reason, state, decided_by_id, decided_at)
SELECT coalesce(b.decided_at, now()), 'insert', b.id, b.id, b.duty_id, b.capability, b.score, b.reason, b.state,
       b.decided_by_id, b.decided_at
  FROM legislation_binding b
"""


class Migration(migrations.Migration):

    dependencies = [("legislation", "0003_past_terms_packs")]

    operations = [migrations.RunSQL(FIRST, migrations.RunSQL.noop)]
