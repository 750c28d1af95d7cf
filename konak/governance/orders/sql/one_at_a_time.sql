-- Two people who tie orders at the same moment could close a circle that neither of them sees: one after the other.
SELECT pg_advisory_xact_lock(hashtext('orders.dependency')) AS held
