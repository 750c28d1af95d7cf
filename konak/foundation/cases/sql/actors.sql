-- The seats many people hold on a day: what `access.queries.actor_of` reads for one, for all of them in one query.
WITH RECURSIVE held AS (
    SELECT a.id, a.user_id, a.position, a.unit_id, a.acting_for_id IS NOT NULL AS acting, a.clearance,
           a.approvals_only
    FROM people_appointment a JOIN people_user u ON u.id = a.user_id AND u.is_active
    WHERE a.user_id = ANY(%(users)s) AND a.since <= %(day)s AND (a.until IS NULL OR a.until >= %(day)s)
), branch AS (
    SELECT DISTINCT unit_id AS root, unit_id FROM held
  UNION
    SELECT b.root, u.id FROM branch b JOIN people_unit u ON u.parent_id = b.unit_id
), line AS (
    SELECT DISTINCT h.unit_id AS root, u.parent_id AS unit_id FROM held h JOIN people_unit u ON u.id = h.unit_id
  UNION
    SELECT l.root, u.parent_id FROM line l JOIN people_unit u ON u.id = l.unit_id
), branches AS (SELECT root, array_agg(unit_id) AS units FROM branch GROUP BY root),
lines AS (SELECT root, array_agg(unit_id) FILTER (WHERE unit_id IS NOT NULL) AS units FROM line GROUP BY root),
grants AS (SELECT position, json_object_agg(permission, scope) AS changed FROM access_grant GROUP BY position)
SELECT h.user_id, h.position, h.unit_id, b.units AS branch, h.id AS appointment, h.acting, l.units AS line,
       h.clearance, g.changed AS grants, h.approvals_only AS narrow
FROM held h
JOIN branches b ON b.root = h.unit_id
LEFT JOIN lines l ON l.root = h.unit_id
LEFT JOIN grants g ON g.position = h.position
ORDER BY h.id
