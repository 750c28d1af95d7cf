-- Files whose remarks are not as many as the lines that tell of one.
SELECT c.number AS what
FROM (SELECT case_id, count(*) AS count FROM cases_comment GROUP BY case_id) said
FULL JOIN (
    SELECT c.id, count(*) AS count FROM trail_entry e JOIN cases_case c ON c.number = e.subject AND c.kind = e.kind
    WHERE e.verb = 'comment' GROUP BY c.id
) told ON told.id = said.case_id
JOIN cases_case c ON c.id = coalesce(told.id, said.case_id)
WHERE said.count IS DISTINCT FROM told.count
