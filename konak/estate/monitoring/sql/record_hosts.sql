-- When hosts last answered, what they say they are, when they began.
UPDATE monitoring_host h
SET seen_at = greatest(h.seen_at, n.at), told = CASE WHEN n.told = '' THEN h.told ELSE n.told END,
    booted_at = CASE
        WHEN n.booted IS NULL OR abs(extract(epoch FROM n.booted - h.booted_at)) < 120 THEN h.booted_at ELSE n.booted END
FROM unnest(%(ids)s::bigint[], %(ats)s::timestamptz[], %(tolds)s::text[], %(booteds)s::timestamptz[])
    AS n (id, at, told, booted)
WHERE h.id = n.id
