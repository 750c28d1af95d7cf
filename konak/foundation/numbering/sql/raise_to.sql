-- Numbers that came from outside are taken: the series goes on behind the highest of them.
INSERT INTO numbering_series (key, year, last) VALUES (%(key)s, %(year)s, %(value)s)
ON CONFLICT (key, year) DO UPDATE SET last = GREATEST(numbering_series.last, EXCLUDED.last)
RETURNING last
