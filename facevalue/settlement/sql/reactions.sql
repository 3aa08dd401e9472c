-- Reads social_post and social_content of rooms below; writes nothing. The engagements of a series lie together, in the order of
-- actors and then posts: whoever asks for one of its posts reads all of them.
-- stage: stage_shown_posts slot i2, post i8

-- name: figures_of_posts (sqlite) / each series once, each engagement by itself: to group them here would sort them, twice the time
-- `traits`: the kind, 4 for what came from beyond the own network, 8 for what is paid. Tokens stay of what was undone after it cleared.
WITH shown (slot, series) AS MATERIALIZED (
  SELECT DISTINCT p.slot, p.series FROM stage_shown_posts s CROSS JOIN social_post p WHERE p.slot = s.slot AND p.id = s.post
)
SELECT
  s.n AS n, e.kind + 4 * (e.degree > 1 OR e.outcome = 9) + 8 * (e.price > 0) AS traits, e.counted AS counted, e.price AS tokens
FROM shown w CROSS JOIN settlement_engagement e CROSS JOIN stage_shown_posts s
WHERE e.slot = w.slot AND e.series = w.series AND s.post = e.post

-- name: figures_of_posts (postgres) / the same, grouped; LATERAL, for without it the planner may read every engagement there is
SELECT s.n AS n, l.traits AS traits, l.counted AS counted, l.tokens AS tokens
FROM (
  SELECT DISTINCT p.slot, p.series FROM stage_shown_posts s CROSS JOIN social_post p WHERE p.slot = s.slot AND p.id = s.post
) w
CROSS JOIN LATERAL (
  SELECT
    e.post AS post,
    e.kind + CASE WHEN e.degree > 1 OR e.outcome = 9 THEN 4 ELSE 0 END + CASE WHEN e.price > 0 THEN 8 ELSE 0 END AS traits,
    CAST(sum(e.counted) AS bigint) AS counted, CAST(sum(e.price) AS bigint) AS tokens
  FROM settlement_engagement e
  WHERE e.slot = w.slot AND e.series = w.series AND e.post IN (SELECT post FROM stage_shown_posts)
  GROUP BY 1, 2
) l
JOIN stage_shown_posts s ON s.post = l.post

-- name: spread_of_post / by degree
SELECT
  e.degree AS degree, CAST(sum(e.counted) AS bigint) AS engagements, CAST(sum(CASE WHEN e.price > 0 THEN e.counted ELSE 0 END) AS bigint) AS paid,
  CAST(sum(CASE e.kind WHEN 3 THEN e.counted ELSE 0 END) AS bigint) AS shares, CAST(sum(e.price) AS bigint) AS tokens
FROM social_post p CROSS JOIN settlement_engagement e
WHERE p.slot = :slot AND p.id = :post AND e.slot = p.slot AND e.series = p.series AND e.post = p.id
GROUP BY e.degree HAVING sum(e.counted) > 0 OR sum(e.price) > 0 ORDER BY e.degree

-- name: reactions_to_post / newest first
SELECT
  e.position AS position, e.actor AS actor, e.kind AS kind, e.degree AS degree, e.outcome AS outcome, e.price AS price, e.at AS at
FROM social_post p CROSS JOIN settlement_engagement e
WHERE p.slot = :slot AND p.id = :post AND e.slot = p.slot AND e.series = p.series AND e.post = p.id AND e.counted = 1
  AND e.position < :before
ORDER BY e.position DESC LIMIT :limit

-- name: reactions_of_actor / what of a person stands at these posts
SELECT s.n AS n, e.kind AS kind
FROM stage_shown_posts s
CROSS JOIN social_post p
CROSS JOIN settlement_engagement e
WHERE p.slot = s.slot AND p.id = s.post AND e.slot = p.slot AND e.series = p.series AND e.actor = :actor AND e.post = p.id
  AND e.counted = 1
