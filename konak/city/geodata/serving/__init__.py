"""What others read the layers by: vector tiles, OGC API Features, styles; `queries.reach` rules who sees what."""
