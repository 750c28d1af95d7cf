SELECT pg_advisory_xact_lock(77002, hashtext(%(key)s))
