INSERT INTO search_word (word)
SELECT heard.word FROM unnest(%(words)s::text[]) AS heard (word)
WHERE NOT EXISTS (SELECT FROM search_word known WHERE known.word = heard.word)
