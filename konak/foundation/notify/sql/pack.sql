-- Put each delivery into its envelope.
UPDATE notify_delivery AS d SET envelope_id = p.envelope
FROM unnest(%(delivery)s::bigint[], %(envelope)s::bigint[]) AS p(delivery, envelope)
WHERE d.id = p.delivery
