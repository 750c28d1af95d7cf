-- What can be taken away from tables and put back: foreign keys first, then indexes that carry no constraint.
SELECT
    1 AS rank, c.oid,
    format('ALTER TABLE %%s DROP CONSTRAINT %%I', c.conrelid::regclass, c.conname) AS away,
    format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid)) AS back
FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
WHERE c.contype = 'f' AND t.relname = ANY(%(tables)s) AND t.relnamespace = current_schema()::regnamespace
UNION ALL
SELECT 2, i.indexrelid, format('DROP INDEX %%s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid)
FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
WHERE t.relname = ANY(%(tables)s) AND t.relnamespace = current_schema()::regnamespace
    AND NOT i.indisunique AND NOT i.indisexclusion
    AND NOT EXISTS (SELECT FROM pg_constraint held WHERE held.conindid = i.indexrelid)
ORDER BY 1, 2
