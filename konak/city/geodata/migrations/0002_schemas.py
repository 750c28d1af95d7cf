"""The schemas the tables of layers live in, and the functions their triggers call."""

from django.db import migrations

FORWARD = r"""
CREATE SCHEMA IF NOT EXISTS geodata;
CREATE SCHEMA IF NOT EXISTS geodata_past;

-- who changes: the person of the session's setting, or the one a desktop role was made for
CREATE FUNCTION geodata_past.who() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT coalesce(
        substring(session_user::text FROM '^konak_cbs_([0-9]+)$'),
        nullif(current_setting('konak.user_id', true), '')
    )::bigint
$$;

-- before a row is changed: its next version, when and by whom; a row cannot be given another key
CREATE FUNCTION geodata_past.stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.version := CASE WHEN TG_OP = 'UPDATE' THEN OLD.version + 1 ELSE greatest(NEW.version, 1) END;
    NEW.changed_at := now();
    NEW.changed_by := geodata_past.who();
    RETURN NEW;
END
$$;
"""

BACKWARD = "DROP SCHEMA geodata CASCADE; DROP SCHEMA geodata_past CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("geodata", "0001_initial"), ("db", "0001_turkish")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
