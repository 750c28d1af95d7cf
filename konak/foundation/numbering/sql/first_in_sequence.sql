-- By oid: a transaction that has looked for the name in vain remembers that there is none.
SELECT nextval(%(oid)s::oid::regclass) AS value
