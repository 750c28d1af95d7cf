-- Lines about a file that does not exist.
SELECT DISTINCT e.subject AS what FROM trail_entry e
WHERE e.kind = ANY(%(kinds)s) AND NOT EXISTS (SELECT FROM cases_case c WHERE c.number = e.subject AND c.kind = e.kind)
