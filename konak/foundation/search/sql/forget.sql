-- Words that no row holds any more, and all but one of those learnt twice.
WITH alive AS (
    SELECT word FROM ts_stat('SELECT vector FROM search_searchrow')
), doomed AS (
    SELECT known.id FROM search_word known
    WHERE known.word NOT IN (SELECT word FROM alive)
        OR EXISTS (SELECT FROM search_word other WHERE other.word = known.word AND other.id < known.id)
)
DELETE FROM search_word USING doomed WHERE search_word.id = doomed.id RETURNING search_word.id
