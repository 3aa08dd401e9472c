-- Reads social_post and social_content of rooms below; writes nothing. The engagements of a post lie among those of its series, in
-- the order of actors: a hundredth of a millisecond for each hundred of them, whatever else is stored.
-- stage: stage_shown_posts slot i2, post i8

-- name: figures_of_posts / what stands, by kind; the tokens also of what was undone when it had cleared
SELECT
  s.n AS n,
  CAST(sum(CASE e.kind WHEN 1 THEN e.counted ELSE 0 END) AS bigint) AS likes,
  CAST(sum(CASE e.kind WHEN 2 THEN e.counted ELSE 0 END) AS bigint) AS comments,
  CAST(sum(CASE e.kind WHEN 3 THEN e.counted ELSE 0 END) AS bigint) AS shares,
  CAST(sum(CASE WHEN e.price > 0 THEN e.counted ELSE 0 END) AS bigint) AS paid,
  CAST(sum(CASE WHEN e.degree > 1 OR e.outcome = 9 THEN e.counted ELSE 0 END) AS bigint) AS beyond,
  CAST(sum(e.price) AS bigint) AS tokens
FROM stage_shown_posts s
CROSS JOIN social_post p
CROSS JOIN settlement_engagement e
WHERE p.slot = s.slot AND p.id = s.post AND e.slot = p.slot AND e.series = p.series AND e.post = p.id
GROUP BY s.n

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
