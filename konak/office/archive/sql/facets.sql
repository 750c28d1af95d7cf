-- How many of so many documents are of which unit, code, year, kind and secrecy.
WITH found AS MATERIALIZED (
    SELECT unit_id, code, year, kind, secrecy FROM archive_document WHERE id = ANY(%(ids)s)
)
SELECT facet, value, count(*) AS count FROM found CROSS JOIN LATERAL (VALUES
    ('unit', unit_id::text), ('code', code::text), ('year', year::text), ('kind', kind::text),
    ('secrecy', secrecy::text)
) AS told (facet, value)
GROUP BY facet, value ORDER BY facet, count DESC, value
