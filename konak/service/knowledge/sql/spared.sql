UPDATE knowledge_reading SET spared = spared + 1
WHERE article_id = %(article)s AND "on" = %(day)s AND spared < count RETURNING id
