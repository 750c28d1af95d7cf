-- After a load by COPY: every prefix, range and address finds the smallest network around it.
WITH placed AS (
    SELECT p.id, (
        SELECT o.id FROM network_prefix o
        WHERE coalesce(o.vrf_id, 0) = coalesce(p.vrf_id, 0) AND o.network >> p.network
        ORDER BY masklen(o.network) DESC LIMIT 1) AS over
    FROM network_prefix p
), prefixes AS (
    UPDATE network_prefix p SET parent_id = placed.over FROM placed
    WHERE placed.id = p.id AND p.parent_id IS DISTINCT FROM placed.over
), ranges AS (
    UPDATE network_iprange r SET prefix_id = (
        SELECT o.id FROM network_prefix o
        WHERE coalesce(o.vrf_id, 0) = coalesce(r.vrf_id, 0) AND o.network >>= r.first AND o.network >>= r.last
        ORDER BY masklen(o.network) DESC LIMIT 1)
    WHERE r.prefix_id IS NULL
)
UPDATE network_address a SET prefix_id = (
    SELECT o.id FROM network_prefix o
    WHERE coalesce(o.vrf_id, 0) = coalesce(a.vrf_id, 0) AND o.network >>= a.ip
    ORDER BY masklen(o.network) DESC LIMIT 1)
WHERE a.prefix_id IS NULL
