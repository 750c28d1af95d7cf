-- Both functions are strict: no such sequence yet, no row value, and the transaction stays healthy.
SELECT nextval(to_regclass(%(sequence)s)) AS value
