-- Weights: A the title's words, B the title's stems, C the body's words, D the body's stems.
INSERT INTO search_searchrow (
    kind, object_id, number, title, body, url, unit_id, owners, permission, public, secrecy, weight, folded, vector,
    updated_at
)
VALUES (
    %(kind)s, %(object_id)s, %(number)s, %(title)s, %(body)s, %(url)s, %(unit_id)s, %(owners)s::bigint[],
    %(permission)s, %(public)s, %(secrecy)s, %(weight)s, %(folded)s,
    setweight(to_tsvector('simple', %(title_words)s), 'A')
        || setweight(to_tsvector('konak_tr', %(title_lower)s) || to_tsvector('simple', %(title_stems)s), 'B')
        || setweight(to_tsvector('simple', %(body_words)s), 'C')
        || setweight(to_tsvector('konak_tr', %(body_lower)s) || to_tsvector('simple', %(body_stems)s), 'D'),
    clock_timestamp()
)
ON CONFLICT (kind, object_id) DO UPDATE SET
    number = EXCLUDED.number, title = EXCLUDED.title, body = EXCLUDED.body, url = EXCLUDED.url,
    unit_id = EXCLUDED.unit_id, owners = EXCLUDED.owners, permission = EXCLUDED.permission, public = EXCLUDED.public,
    secrecy = EXCLUDED.secrecy, weight = EXCLUDED.weight, folded = EXCLUDED.folded, vector = EXCLUDED.vector,
    updated_at = EXCLUDED.updated_at
