-- the registered senders that were heard of, by the name before the host; who was silent is so no more
UPDATE logs_source SET last_at = greatest(logs_source.last_at, came.last_at), silent_at = NULL
FROM (
    SELECT split_part(one.name, '/', 1) AS name, max(one.last_at) AS last_at
    FROM unnest(%(names)s::text[], %(moments)s::timestamptz[]) AS one (name, last_at)
    GROUP BY 1
) AS came
WHERE came.name = logs_source.name
RETURNING logs_source.id
