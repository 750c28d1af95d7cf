-- Whoever changes the shape of a routing table waits here for the one before; released with the transaction.
SELECT pg_advisory_xact_lock(1313166418, %(vrf)s::bigint::int)
