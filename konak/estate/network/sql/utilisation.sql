-- How full prefixes are: networks below, addresses and ranges directly inside. Reading only; keys were found by a reach.
SELECT p.id, below.many AS children, single.many AS addresses,
       below.size + single.many + pools.size AS used,
       CASE WHEN family(p.network) = 4 AND masklen(p.network) < 31 AND NOT p.is_pool AND below.many = 0
            THEN power(2::numeric, 32 - masklen(p.network)) - 2
            ELSE power(2::numeric, CASE family(p.network) WHEN 4 THEN 32 ELSE 128 END - masklen(p.network)) END AS size
FROM network_prefix p
CROSS JOIN LATERAL (
    SELECT count(*) AS many,
           coalesce(sum(power(2::numeric, CASE family(c.network) WHEN 4 THEN 32 ELSE 128 END - masklen(c.network))), 0) AS size
    FROM network_prefix c WHERE c.parent_id = p.id
) below
CROSS JOIN LATERAL (SELECT count(*) AS many FROM network_address a WHERE a.prefix_id = p.id) single
CROSS JOIN LATERAL (SELECT coalesce(sum(r.size), 0) AS size FROM network_iprange r WHERE r.prefix_id = p.id) pools
WHERE p.id = ANY(%(keys)s)
