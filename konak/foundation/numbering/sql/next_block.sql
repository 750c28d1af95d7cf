-- Many at once, under the same lock: a block is as gapless as a single number.
INSERT INTO numbering_series (key, year, last) VALUES (%(key)s, %(year)s, %(count)s)
ON CONFLICT (key, year) DO UPDATE SET last = numbering_series.last + EXCLUDED.last
RETURNING last
