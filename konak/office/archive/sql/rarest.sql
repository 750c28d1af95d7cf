-- The stems of a document that stand in the fewest others, as far as the statistics of the table know.
WITH common AS (
    SELECT word, freq FROM pg_stats
    CROSS JOIN LATERAL unnest(most_common_elems::text::text[], most_common_elem_freqs) AS known (word, freq)
    WHERE schemaname = current_schema() AND tablename = 'archive_document' AND attname = 'vector'
)
SELECT lexeme AS stem FROM archive_document
CROSS JOIN LATERAL unnest(vector)
LEFT JOIN common ON common.word = lexeme
WHERE archive_document.id = %(id)s AND lexeme LIKE 'qx%%' AND length(lexeme) >= 5 AND lexeme ~ '^[a-z0-9]+$'
ORDER BY coalesce(freq, 0), length(lexeme) DESC, lexeme LIMIT %(limit)s
