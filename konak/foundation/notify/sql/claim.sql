-- The next message of a channel for this worker alone: rows another one holds are passed over, not waited for.
-- A message whose worker did not come back (its lease is over) is taken up again, under the same key.
UPDATE notify_envelope SET
  state = 'sending',
  leased_until = %(now)s + interval '10 minutes',
  attempts = attempts + 1,
  tried_at = COALESCE(tried_at, %(now)s)
WHERE id = (
  SELECT id FROM notify_envelope
  WHERE channel = %(channel)s AND state IN ('ready', 'sending') AND due_at <= %(now)s
    AND (state = 'ready' OR leased_until < %(now)s)
  ORDER BY due_at, id
  LIMIT 1
  FOR UPDATE SKIP LOCKED
)
RETURNING id, attempts
