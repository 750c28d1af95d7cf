"""A layer knows when its rows changed by whatever road they did, so that no tile of before is given afterwards."""

from django.db import migrations

FORWARD = r"""
CREATE FUNCTION geodata_past.touch() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE geodata_layer SET data_changed_at = clock_timestamp() WHERE name = TG_TABLE_NAME;
    RETURN NULL;
END
$$;

DO $$
DECLARE
    layer text;
BEGIN
    FOR layer IN SELECT tablename FROM pg_tables WHERE schemaname = 'geodata' LOOP
        EXECUTE format(
            'CREATE TRIGGER touch AFTER INSERT OR UPDATE OR DELETE ON geodata.%I '
            'FOR EACH STATEMENT EXECUTE FUNCTION geodata_past.touch()', layer);
    END LOOP;
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("geodata", "0003_work")]

    operations = [migrations.RunSQL(FORWARD, "DROP FUNCTION geodata_past.touch() CASCADE")]
