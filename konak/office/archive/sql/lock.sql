-- One at a time for a key until the transaction ends.
SELECT pg_advisory_xact_lock(hashtext(%(key)s), 6010)::text AS locked
