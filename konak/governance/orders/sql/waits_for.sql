-- Everything an order waits for, directly or through others.
WITH RECURSIVE line AS (
    SELECT before_id FROM orders_dependency WHERE after_id = %(order)s
  UNION SELECT d.before_id FROM orders_dependency d JOIN line ON d.after_id = line.before_id)
SELECT before_id FROM line
