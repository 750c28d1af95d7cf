-- Series of the law's registers whose numbers are not 1, 2, 3 … up to the last one given.
SELECT s.key || '-' || s.year AS what FROM numbering_series s
JOIN unnest(%(kinds)s::text[], %(series)s::text[]) AS wanted (kind, key) ON wanted.key = s.key
LEFT JOIN cases_case c ON c.kind = wanted.kind AND c.number LIKE s.key || '-' || s.year || '-%%'
GROUP BY s.key, s.year, s.last HAVING count(c.id) <> s.last
