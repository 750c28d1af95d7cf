-- One draw for each row, so that whoever draws meanwhile simply gets another number.
SELECT nextval(%(oid)s::oid::regclass) AS value FROM generate_series(1, %(count)s)
