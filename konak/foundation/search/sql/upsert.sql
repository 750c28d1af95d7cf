-- Any number of rows in one statement. Weights: A the title's words, B the title's stems, C the body's words,
-- D the body's stems.
INSERT INTO search_searchrow (
    kind, object_id, number, title, body, url, unit_id, owners, permission, public, secrecy, weight, folded, vector,
    updated_at
)
SELECT
    kind, object_id, number, title, body, url, unit_id, owners, permission, public, secrecy, weight, title_words,
    setweight(to_tsvector('simple', title_words), 'A')
        || setweight(to_tsvector('konak_tr', title_lower) || to_tsvector('simple', title_stems), 'B')
        || setweight(to_tsvector('simple', body_words), 'C')
        || setweight(to_tsvector('konak_tr', body_lower) || to_tsvector('simple', body_stems), 'D'),
    clock_timestamp()
FROM json_to_recordset(%(rows)s::json) AS heard (
    kind text, object_id text, number text, title text, body text, url text, unit_id bigint, owners bigint[],
    permission text, public boolean, secrecy smallint, weight float8,
    title_words text, title_lower text, title_stems text, body_words text, body_lower text, body_stems text
)
ON CONFLICT (kind, object_id) DO UPDATE SET
    number = EXCLUDED.number, title = EXCLUDED.title, body = EXCLUDED.body, url = EXCLUDED.url,
    unit_id = EXCLUDED.unit_id, owners = EXCLUDED.owners, permission = EXCLUDED.permission, public = EXCLUDED.public,
    secrecy = EXCLUDED.secrecy, weight = EXCLUDED.weight, folded = EXCLUDED.folded, vector = EXCLUDED.vector,
    updated_at = EXCLUDED.updated_at
