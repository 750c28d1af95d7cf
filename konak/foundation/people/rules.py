"""What the database itself keeps true of the tree, whoever writes and by whatever road."""

import pgtrigger

# Writers of the tree queue one after another: of two moves that would close a circle together, the second sees the
# first before it is checked.
ONE_HAND = pgtrigger.Trigger(
    name="one_hand",
    level=pgtrigger.Statement,
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    func="PERFORM pg_advisory_xact_lock(hashtext('people.tree')); RETURN NULL;",
)

# The line above a unit is walked through time: every step keeps only the days on which the whole way is in force.
NO_CIRCLE = pgtrigger.Trigger(
    name="no_circle",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.Update,
    timing=pgtrigger.Deferred,
    func="""
    IF EXISTS (
      WITH RECURSIVE line(unit_id, period) AS (
        SELECT parent_id, daterange(since, until, '[]') FROM people_placement
        WHERE id = NEW.id AND parent_id IS NOT NULL
        UNION
        SELECT p.parent_id, line.period * daterange(p.since, p.until, '[]')
        FROM line JOIN people_placement p ON p.unit_id = line.unit_id
        WHERE p.parent_id IS NOT NULL AND line.unit_id <> NEW.unit_id
          AND line.period && daterange(p.since, p.until, '[]')
      ) SELECT 1 FROM line WHERE unit_id = NEW.unit_id
    ) THEN
      RAISE EXCEPTION 'unit % would stand below itself', NEW.unit_id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'placement_no_circle';
    END IF;
    RETURN NULL;
    """,
)

PLACED = pgtrigger.Trigger(
    name="placed",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    func="""
    INSERT INTO people_placement (unit_id, parent_id, name, short_name, kind, since, until, basis)
    VALUES (NEW.id, NEW.parent_id, NEW.name, NEW.short_name, NEW.kind, NEW.since, NEW.until, '');
    RETURN NULL;
    """,
)

# A unit changed in its own row changes from today on; a unit that ends takes its later placements with it.
KEPT = pgtrigger.Trigger(
    name="kept",
    when=pgtrigger.After,
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition(
        "((OLD.parent_id, OLD.name, OLD.short_name, OLD.kind, OLD.since, OLD.until) IS DISTINCT FROM "
        "(NEW.parent_id, NEW.name, NEW.short_name, NEW.kind, NEW.since, NEW.until))"
    ),
    declare=[("today", "date := (now() AT TIME ZONE 'Europe/Istanbul')::date"), ("held", "people_placement")],
    func="""
    IF NEW.until IS NOT NULL THEN
      DELETE FROM people_placement WHERE unit_id = NEW.id AND since > NEW.until;
      UPDATE people_placement SET until = NEW.until
      WHERE unit_id = NEW.id AND (until IS NULL OR until > NEW.until);
    ELSIF OLD.until IS NOT NULL THEN
      UPDATE people_placement SET until = NULL WHERE unit_id = NEW.id AND until = OLD.until;
    END IF;
    IF NEW.since IS DISTINCT FROM OLD.since THEN
      UPDATE people_placement SET since = NEW.since
      WHERE unit_id = NEW.id AND since IS NOT DISTINCT FROM OLD.since;
    END IF;
    SELECT * INTO held FROM people_placement
    WHERE unit_id = NEW.id AND daterange(since, until, '[]') @> GREATEST(today, COALESCE(NEW.since, today));
    IF FOUND AND (held.parent_id, held.name, held.short_name, held.kind)
       IS DISTINCT FROM (NEW.parent_id, NEW.name, NEW.short_name, NEW.kind) THEN
      IF held.since >= today THEN
        UPDATE people_placement SET parent_id = NEW.parent_id, name = NEW.name, short_name = NEW.short_name,
          kind = NEW.kind WHERE id = held.id;
      ELSE
        UPDATE people_placement SET until = today - 1 WHERE id = held.id;
        INSERT INTO people_placement (unit_id, parent_id, name, short_name, kind, since, until, basis)
        VALUES (NEW.id, NEW.parent_id, NEW.name, NEW.short_name, NEW.kind, today, held.until, '');
      END IF;
    END IF;
    RETURN NULL;
    """,
)
