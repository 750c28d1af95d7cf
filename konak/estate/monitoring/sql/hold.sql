-- Whether this connection is the one poller; asked again it stays so. The lock goes with the connection.
SELECT CASE
    WHEN EXISTS (
        SELECT FROM pg_locks
        WHERE locktype = 'advisory' AND pid = pg_backend_pid() AND classid = 1263288653 AND objid = 1 AND granted
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    ) THEN true
    ELSE pg_try_advisory_lock(1263288653, 1)
END AS held
