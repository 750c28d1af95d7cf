-- One row per person and thing told; what he was told already (same dedupe key) is not told again.
INSERT INTO notify_notification (recipient_id, topic, title, body, url, subject_kind, subject_number, secrecy,
                                 actor_id, dedupe, at)
SELECT * FROM unnest(%(recipient)s::bigint[], %(topic)s::text[], %(title)s::text[], %(body)s::text[], %(url)s::text[],
                     %(kind)s::text[], %(number)s::text[], %(secrecy)s::smallint[], %(actor)s::bigint[],
                     %(dedupe)s::text[], %(at)s::timestamptz[])
ON CONFLICT DO NOTHING
RETURNING id, recipient_id, topic
