-- Numbers that are not of their kind's series, of a year before the opening or after today, or that the counter has
-- not given out yet. A file of the sample that came through the services is numbered today and dated back afterwards.
WITH taken AS (
    SELECT c.number, c.opened_at, c.number ~ ('^' || series.key || '-\d{4}-\d{5,}$') AS whole, series.key,
        split_part(c.number, '-', 2) AS year, split_part(c.number, '-', 3) AS place
    FROM cases_case c JOIN unnest(%(kinds)s::text[], %(series)s::text[]) AS series (kind, key) ON series.kind = c.kind
), given AS (
    SELECT sequencename AS name, last_value AS last FROM pg_sequences WHERE schemaname = current_schema()
    UNION ALL SELECT 'numbering_' || lower(key) || '_' || year, last FROM numbering_series
)
SELECT number AS what FROM taken
LEFT JOIN (SELECT name, max(last) AS last FROM given GROUP BY name) given
    ON given.name = 'numbering_' || lower(key) || '_' || year
WHERE NOT whole OR year < to_char(opened_at AT TIME ZONE 'Europe/Istanbul', 'YYYY')
    OR year > to_char(now() AT TIME ZONE 'Europe/Istanbul', 'YYYY')
    OR given.last IS NULL OR place::bigint > given.last
