SELECT set_config('pg_trgm.similarity_threshold', %(likeness)s, true)
