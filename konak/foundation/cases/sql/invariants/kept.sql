-- Files without the first row of their history.
SELECT c.number AS what FROM cases_case c
WHERE NOT EXISTS (SELECT FROM cases_caseevent e WHERE e.pgh_obj_id = c.id AND e.pgh_label = 'insert')
