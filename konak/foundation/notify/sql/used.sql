-- How many messages each of these people got on each channel since a moment, and when the first of them was made.
SELECT recipient_id, channel, count(*) AS used, min(made_at) AS first_at
FROM notify_envelope
WHERE recipient_id = ANY(%(people)s) AND channel = ANY(%(channels)s) AND made_at > %(since)s
GROUP BY recipient_id, channel
