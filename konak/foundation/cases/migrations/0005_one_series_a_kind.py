"""Five kinds of files drew their numbers from a series that another kind used too: each gets one of its own.

Numbers already given change their first letters, so that a number alone says again what it names. A counter of the
new series goes on behind the highest of them.
"""

from django.db import migrations

RENAME = """
DO $$
DECLARE
  moved record;
  top record;
BEGIN
  FOR moved IN SELECT * FROM (VALUES
      ('compliance.confirmation', 'GT', 'UT'), ('staffing.handover', 'DT', 'DV'),
      ('processes.processversion', 'SU', 'SC'), ('software.updateround', 'GT', 'GU'),
      ('upkeep.contractrenewal', 'SY', 'SZ')) AS one (kind, old, new)
  LOOP
    FOR top IN SELECT split_part(number, '-', 2) AS year, max(split_part(number, '-', 3)::bigint) AS last
      FROM cases_case WHERE kind = moved.kind AND number LIKE moved.old || '-%' GROUP BY 1
    LOOP
      EXECUTE format('CREATE SEQUENCE IF NOT EXISTS %I', 'numbering_' || lower(moved.new) || '_' || top.year);
      EXECUTE format('SELECT setval(%L, %s)', 'numbering_' || lower(moved.new) || '_' || top.year, top.last);
    END LOOP;
    UPDATE cases_case SET number = moved.new || substr(number, 3)
      WHERE kind = moved.kind AND number LIKE moved.old || '-%';
    UPDATE search_searchrow SET number = moved.new || substr(number, 3),
        url = replace(url, '/' || moved.old || '-', '/' || moved.new || '-')
      WHERE kind = moved.kind AND number LIKE moved.old || '-%';
    UPDATE notify_notification SET subject_number = moved.new || substr(subject_number, 3),
        url = replace(url, '/' || moved.old || '-', '/' || moved.new || '-')
      WHERE subject_kind = moved.kind AND subject_number LIKE moved.old || '-%';
  END LOOP;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_keys_led_by_others"),
        ("search", "0002_known_words"),
        ("notify", "0001_initial"),
    ]

    operations = [migrations.RunSQL(RENAME, migrations.RunSQL.noop)]
