-- Files whose story does not begin with their opening, or that have none.
SELECT c.number AS what FROM cases_case c
LEFT JOIN (
    SELECT DISTINCT ON (kind, subject) kind, subject, verb FROM trail_entry ORDER BY kind, subject, id
) first ON first.kind = c.kind AND first.subject = c.number
WHERE first.verb IS DISTINCT FROM 'open'
