-- The clock of every file that was closed and has not ended, by the plan now in force: the rule of its code or of
-- the nearest heading over it. A file whose time a commission extended keeps its own day.
WITH ruled AS (
    SELECT DISTINCT ON (folder.case_id) folder.case_id, rule.plan_id, rule.final,
        make_date(extract(year FROM folder.closed_on)::int + rule.unit_years, 12, 31) AS unit_until,
        make_date(extract(year FROM folder.closed_on)::int + rule.unit_years + rule.archive_years, 12, 31) AS keep_until
    FROM archive_folder folder
    JOIN archive_rule rule ON rule.plan_id = %(plan)s
        AND (rule.code = folder.code OR folder.code LIKE rule.code || '.%%')
    WHERE folder.closed_on IS NOT NULL AND folder.ended_on IS NULL AND NOT folder.extended
    ORDER BY folder.case_id, length(rule.code) DESC
)
UPDATE archive_folder folder
SET plan_id = ruled.plan_id, final = ruled.final, unit_until = ruled.unit_until, keep_until = ruled.keep_until
FROM ruled WHERE ruled.case_id = folder.case_id
RETURNING folder.case_id AS id
