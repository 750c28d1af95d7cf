-- Files in a state their kind does not know, or whose closing and resting do not follow from it.
SELECT c.number AS what FROM cases_case c
LEFT JOIN unnest(%(kinds)s::text[], %(states)s::text[], %(ends)s::boolean[], %(rests)s::boolean[])
    AS known (kind, state, ends, rests) ON known.kind = c.kind AND known.state = c.state
WHERE known.state IS NULL OR known.ends <> (c.closed_at IS NOT NULL) OR (known.ends OR known.rests) <> c.resting
