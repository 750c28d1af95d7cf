-- After a load by COPY: every prefix, range and address finds the smallest network around it.
-- A network around another one is the same network cut shorter, so each length is looked up as an equality.
WITH lengths AS (
    SELECT DISTINCT family(network) AS kind, masklen(network) AS length FROM network_prefix
), placed AS (
    SELECT DISTINCT ON (p.id) p.id, o.id AS over
    FROM network_prefix p
    JOIN lengths l ON l.kind = family(p.network) AND l.length < masklen(p.network)
    JOIN network_prefix o
      ON o.network = network(set_masklen(p.network, l.length))::inet AND coalesce(o.vrf_id, 0) = coalesce(p.vrf_id, 0)
    ORDER BY p.id, l.length DESC
), prefixes AS (
    UPDATE network_prefix p SET parent_id = placed.over FROM placed
    WHERE placed.id = p.id AND p.parent_id IS DISTINCT FROM placed.over
), pools AS (
    SELECT DISTINCT ON (r.id) r.id, o.id AS over
    FROM network_iprange r
    JOIN lengths l ON l.kind = family(r.first)
    JOIN network_prefix o
      ON o.network = network(set_masklen(r.first, l.length))::inet AND coalesce(o.vrf_id, 0) = coalesce(r.vrf_id, 0)
     AND o.network >>= r.last
    ORDER BY r.id, l.length DESC
), ranges AS (
    UPDATE network_iprange r SET prefix_id = pools.over FROM pools
    WHERE pools.id = r.id AND r.prefix_id IS DISTINCT FROM pools.over
), singles AS (
    SELECT DISTINCT ON (a.id) a.id, o.id AS over
    FROM network_address a
    JOIN lengths l ON l.kind = family(a.ip)
    JOIN network_prefix o
      ON o.network = network(set_masklen(a.ip, l.length))::inet AND coalesce(o.vrf_id, 0) = coalesce(a.vrf_id, 0)
    ORDER BY a.id, l.length DESC
)
UPDATE network_address a SET prefix_id = singles.over FROM singles
WHERE singles.id = a.id AND a.prefix_id IS DISTINCT FROM singles.over
