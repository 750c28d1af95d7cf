-- The best of so many documents for a query, those with the word in the title first.
SELECT id FROM archive_document
WHERE id = ANY(%(ids)s)
ORDER BY ts_rank('{0.1,0.3,0.5,1.0}', vector, to_tsquery('simple', %(query)s), 1) DESC, id DESC
LIMIT %(limit)s OFFSET %(skip)s
