-- Foreign keys nobody proved, indexes that were not finished, and declared indexes that are missing.
SELECT conname::text AS what FROM pg_constraint WHERE NOT convalidated
UNION ALL SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid
UNION ALL SELECT name FROM unnest(%(indexes)s::text[]) AS wanted (name) WHERE to_regclass(name) IS NULL
