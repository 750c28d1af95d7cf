SELECT pg_advisory_unlock(77001, %(box)s::int) AS done
