-- Files the search does not know or knows otherwise, and search rows of files that are gone.
SELECT coalesce(c.number, r.title) AS what
FROM cases_case c FULL JOIN (SELECT * FROM search_searchrow WHERE kind = 'case') r ON r.object_id = c.id::text
WHERE c.id IS NULL OR r.id IS NULL OR r.unit_id <> c.unit_id OR r.secrecy <> c.secrecy
