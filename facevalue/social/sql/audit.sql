-- name: segments_beyond_head / the next segment's number must be new
SELECT max(s.seq) FROM social_log_segment s HAVING max(s.seq) > (SELECT max(seq) FROM social_log_head)

-- name: stray_deliveries / what was acknowledged stands in the log
SELECT d.source, d.key, d.seq
FROM social_log_delivery d LEFT JOIN social_log_segment s ON s.seq = d.seq
WHERE d.seq <> 0 AND s.seq IS NULL ORDER BY d.seq, d.source, d.key LIMIT 1000

-- name: records_of_log / how many there are
SELECT COALESCE(sum(records), 0) FROM social_log_segment

-- name: posts_unlike / those that are missing (position -1) or not as the log told them first; what changes later is left out
SELECT
  s.n AS n, COALESCE(p.position, -1) AS position,
  COALESCE(p.creator, 0) AS creator, COALESCE(p.campaign, 0) AS campaign, COALESCE(p.series, 0) AS series, COALESCE(p.app, 0) AS app,
  COALESCE(p.escrow, 0) AS escrow_account, COALESCE(p.purse, 0) AS purse_account,
  COALESCE(p.pending, 0) AS pending_account, COALESCE(p.fee_account, 0) AS fee_account,
  COALESCE(p.cap_post, 0) AS cap_post, COALESCE(p.cap_actor, 0) AS cap_actor, COALESCE(p.fee_bps, 0) AS fee_bps,
  COALESCE(p.published_at, 0) AS published_at, COALESCE(p.closes_at, 0) AS closes_at
FROM stage_posts s LEFT JOIN social_post p ON p.slot = s.slot AND p.id = s.id
WHERE p.id IS NULL OR p.position > s.position OR (p.position = s.position AND (
  p.creator <> s.creator OR p.campaign <> s.campaign OR p.series <> s.series OR p.app <> s.app OR
  p.escrow <> s.escrow_account OR p.purse <> s.purse_account OR p.pending <> s.pending_account OR
  p.fee_account <> s.fee_account OR p.cap_post <> s.cap_post OR p.cap_actor <> s.cap_actor OR p.fee_bps <> s.fee_bps OR
  p.published_at <> s.published_at OR p.closes_at <> s.closes_at
))
ORDER BY s.n

-- name: page_of_posts / as they stand
SELECT
  slot AS slot, id AS id, creator AS creator, campaign AS campaign, series AS series, app AS app, escrow AS escrow, purse AS purse,
  pending AS pending, fee_account AS fee_account, price_like AS price_like, price_comment AS price_comment, price_share AS price_share,
  cap_post AS cap_post, cap_actor AS cap_actor, fee_bps AS fee_bps, published_at AS published_at, closes_at AS closes_at,
  granted AS granted, closed AS closed, position AS position, changed AS changed
FROM social_post WHERE (slot, id) > (:after_1, :after_2) ORDER BY slot, id LIMIT :limit

-- name: page_of_edges / as they stand
SELECT slot AS slot, creator AS creator, person AS person, kind AS kind, position AS position
FROM social_edge WHERE (slot, creator, person, kind) > (:after_1, :after_2, :after_3, :after_4)
ORDER BY slot, creator, person, kind LIMIT :limit

-- name: page_of_blocks / as they stand
SELECT slot AS slot, creator AS creator, person AS person, position AS position
FROM social_block WHERE (slot, creator, person) > (:after_1, :after_2, :after_3) ORDER BY slot, creator, person LIMIT :limit

-- name: page_of_tiers / as they stand
SELECT slot AS slot, person AS person, clears_after_ms AS clears_after_ms, held AS held, position AS position
FROM social_tier WHERE (slot, person) > (:after_1, :after_2) ORDER BY slot, person LIMIT :limit

-- name: page_of_rejections / as they stand
SELECT slot AS slot, post AS post, final AS final, position AS position
FROM social_rejection WHERE (slot, post) > (:after_1, :after_2) ORDER BY slot, post LIMIT :limit

-- name: unpublished_content / reads campaigns_post, a table of a room below
SELECT c.post
FROM social_content c LEFT JOIN campaigns_post p ON p.id = c.post
WHERE p.id IS NULL OR p.creator <> c.creator OR p.campaign_id <> c.campaign OR p.app_id <> c.app
ORDER BY c.post LIMIT :limit

-- name: stray_comments / about something that nobody sees
SELECT m.post, m.id
FROM social_comment m LEFT JOIN social_content c ON c.slot = m.slot AND c.post = m.post
WHERE c.post IS NULL ORDER BY m.id LIMIT :limit

-- name: page_of_told_comments / those that stand
SELECT slot AS slot, post AS post, id AS id
FROM social_comment
WHERE told = 1 AND state <> 2 AND (slot, post, id) > (:after_1, :after_2, :after_3) ORDER BY slot, post, id LIMIT :limit
