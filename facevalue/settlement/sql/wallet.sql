-- Reads social_post and campaigns_post, tables of rooms below; writes nothing.
-- Staged by the statements of reactions.sql: stage_shown_posts.

-- name: clearing_of_account / by the hour; one look for each hour in which anything of the slot clears
WITH RECURSIVE hours (hour) AS (
  SELECT min(c.hour) FROM settlement_clearing c WHERE c.slot = :slot
  UNION ALL
  SELECT (SELECT min(c.hour) FROM settlement_clearing c WHERE c.slot = :slot AND c.hour > h.hour) FROM hours h WHERE h.hour IS NOT NULL
)
SELECT c.hour AS hour, c.tokens AS tokens
FROM hours h CROSS JOIN settlement_clearing c
WHERE c.slot = :slot AND c.hour = h.hour AND c.pending = :account AND c.tokens > 0 ORDER BY c.hour

-- name: rules_of_posts / what an engagement with each earns; tier 0: campaigns do not know the post
SELECT
  p.id AS post, p.campaign AS campaign, COALESCE(c.tier, 0) AS tier, p.price_like AS price_like, p.price_comment AS price_comment,
  p.price_share AS price_share, p.fee_bps AS fee_bps, p.cap_post AS cap_post, p.cap_actor AS cap_actor, p.closes_at AS closes_at
FROM stage_shown_posts s
CROSS JOIN social_post p
LEFT JOIN campaigns_post c ON c.id = p.id
WHERE p.slot = s.slot AND p.id = s.post

-- name: turns_of_post / rejections and restorations, in the order of the log
SELECT position AS position, code AS code, clock_hour AS clock_hour, tokens AS tokens
FROM settlement_turn WHERE slot = :slot AND post = :post AND position <= :position ORDER BY position

-- name: turn_of_clock / the hours that a record of the clock has cleared
SELECT clock_hour, hour FROM settlement_turn WHERE slot = :slot AND post = 0 AND position = :position

-- name: rejections_of_posts / after which what waited for the clock did not any more
SELECT s.post AS post, t.position AS position
FROM stage_shown_posts s CROSS JOIN settlement_turn t
WHERE t.slot = s.slot AND t.post = s.post AND t.code = 14 AND t.position < :position

-- name: post_of_turn / what was rejected or restored there
SELECT post FROM settlement_turn WHERE slot = :slot AND position = :position AND post > 0
