-- The words, stems and marks of so many documents. Weights: A title, B its stems, C text, D its stems and marks.
UPDATE archive_document AS document SET vector =
    setweight(to_tsvector('simple', told.title_words), 'A') || setweight(to_tsvector('simple', told.title_stems), 'B')
    || setweight(to_tsvector('simple', told.body_words), 'C') || setweight(to_tsvector('simple', told.body_stems), 'D')
    || array_to_tsvector(told.marks)
FROM json_to_recordset(%(rows)s::json) AS told (
    id bigint, title_words text, title_stems text, body_words text, body_stems text, marks text[]
)
WHERE document.id = told.id
RETURNING document.id
