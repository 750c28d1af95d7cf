-- The newest numbers of parts that are known.
UPDATE monitoring_part p
SET latest = n.latest::float8[], latest_at = n.at, level = n.level
FROM unnest(%(ids)s::bigint[], %(latests)s::text[], %(ats)s::timestamptz[], %(levels)s::smallint[])
    AS n (id, latest, at, level)
WHERE p.id = n.id
