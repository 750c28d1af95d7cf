WITH counted AS (UPDATE knowledge_article SET views = views + 1 WHERE id = %(article)s)
INSERT INTO knowledge_reading (article_id, "on", count, spared) VALUES (%(article)s, %(day)s, 1, 0)
ON CONFLICT (article_id, "on") DO UPDATE SET count = knowledge_reading.count + 1
