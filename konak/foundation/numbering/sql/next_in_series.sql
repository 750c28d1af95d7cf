-- The row lock taken here is held until the caller's transaction ends: that is what leaves no gap.
INSERT INTO numbering_series (key, year, last) VALUES (%(key)s, %(year)s, 1)
ON CONFLICT (key, year) DO UPDATE SET last = numbering_series.last + 1
RETURNING last
