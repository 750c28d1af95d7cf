SELECT pg_try_advisory_lock(77001, %(box)s::int) AS mine
