-- %% is pg_trgm's "similar enough", which the index answers; the threshold is set by the caller.
SELECT DISTINCT word, greatest(similarity(word, %(word)s), similarity(word, %(stem)s)) AS likeness
FROM search_word
WHERE word %% %(word)s OR word %% %(stem)s
ORDER BY likeness DESC, word LIMIT %(limit)s
