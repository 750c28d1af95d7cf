-- What a poller found out of many checks at once; `since` moves only where the hard level does.
UPDATE monitoring_check c
SET since = CASE WHEN c.level <> n.level OR c.since IS NULL THEN n.at ELSE c.since END,
    level = n.level, seems = n.seems, attempt = n.attempt, last = n.last, flapping = n.flapping,
    checked_at = n.at, took = n.took, words = n.words
FROM unnest(
    %(ids)s::bigint[], %(levels)s::smallint[], %(seems)s::smallint[], %(attempts)s::smallint[], %(lasts)s::text[],
    %(flappings)s::boolean[], %(ats)s::timestamptz[], %(tooks)s::float8[], %(words)s::text[]
) AS n (id, level, seems, attempt, last, flapping, at, took, words)
WHERE c.id = n.id
