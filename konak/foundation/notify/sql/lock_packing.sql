-- One packer at a time, over all processes; gives false when another is at it. Released with the transaction.
SELECT pg_try_advisory_xact_lock(hashtext('konak notify pack')) AS mine
