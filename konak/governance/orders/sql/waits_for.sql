-- Everything an order waits for, directly or through others: its predecessors and the orders it was passed on in.
WITH RECURSIVE line AS (
    SELECT before_id FROM orders_dependency WHERE after_id = %(order)s
  UNION SELECT case_id FROM orders_order WHERE parent_id = %(order)s
  UNION SELECT near.before_id FROM line CROSS JOIN LATERAL (
      SELECT d.before_id FROM orders_dependency d WHERE d.after_id = line.before_id
      UNION ALL SELECT o.case_id FROM orders_order o WHERE o.parent_id = line.before_id) near)
SELECT before_id FROM line
