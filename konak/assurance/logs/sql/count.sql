-- add to what came of each sender on each day
INSERT INTO logs_sourceday (name, day, lines, bytes, last_at)
SELECT * FROM unnest(
    %(names)s::text[], %(days)s::date[], %(lines)s::bigint[], %(sizes)s::bigint[], %(moments)s::timestamptz[]
)
ON CONFLICT (name, day) DO UPDATE SET
    lines = logs_sourceday.lines + EXCLUDED.lines,
    bytes = logs_sourceday.bytes + EXCLUDED.bytes,
    last_at = greatest(logs_sourceday.last_at, EXCLUDED.last_at)
RETURNING name
