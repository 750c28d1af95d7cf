-- Parts that are new to a poller, with their newest numbers; what is known already keeps its key.
INSERT INTO monitoring_part AS p
    (owner_id, sort, key, name, alias, unit_of, capacity, ignored, level, latest, latest_at)
SELECT n.owner, n.sort, n.key, n.name, n.alias, n.unit, n.capacity, false, n.level, n.latest::float8[], n.at
FROM unnest(
    %(owners)s::bigint[], %(sorts)s::text[], %(keys)s::text[], %(names)s::text[], %(aliases)s::text[],
    %(units)s::text[], %(capacities)s::float8[], %(levels)s::smallint[], %(latests)s::text[], %(ats)s::timestamptz[]
) AS n (owner, sort, key, name, alias, unit, capacity, level, latest, at)
JOIN monitoring_check c ON c.id = n.owner
ON CONFLICT (owner_id, key) DO UPDATE
SET name = excluded.name, alias = excluded.alias, unit_of = excluded.unit_of, capacity = excluded.capacity,
    level = excluded.level, latest = excluded.latest, latest_at = excluded.latest_at
RETURNING p.id, p.owner_id, p.key
