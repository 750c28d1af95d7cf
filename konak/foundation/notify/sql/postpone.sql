-- Give each delivery its new hour.
UPDATE notify_delivery AS d SET due_at = p.due_at
FROM unnest(%(delivery)s::bigint[], %(due_at)s::timestamptz[]) AS p(delivery, due_at)
WHERE d.id = p.delivery
