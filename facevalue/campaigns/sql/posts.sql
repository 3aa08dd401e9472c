-- stage: stage_series creator i8, series i8, escrow_tokens i8
-- stage: stage_posts_new id i8, series i8, creator i8, app i8, tier i2, escrow_account i8, escrow_tokens i8, published_at i8, closes_at i8
-- stage: stage_posts_changed post i8, tokens i8

-- name: series_of_creators / what is set aside for these creators already
SELECT s.n AS n, series.id AS series, series.escrow_tokens AS escrow_tokens
FROM stage_series s
JOIN campaigns_series series ON series.campaign_id = :campaign AND series.creator = s.creator

-- name: series_of_creator / what is set aside for one creator already
SELECT escrow_tokens FROM campaigns_series WHERE campaign_id = :campaign AND creator = :creator

-- name: add_to_series / a creator's first post for a campaign names the series
INSERT INTO campaigns_series (id, campaign_id, creator, escrow_tokens)
SELECT series, :campaign, creator, escrow_tokens FROM stage_series WHERE true
ON CONFLICT (campaign_id, creator) DO UPDATE SET escrow_tokens = campaigns_series.escrow_tokens + excluded.escrow_tokens

-- name: insert_posts / published, with what is set aside
INSERT INTO campaigns_post (
  id, campaign_id, series_id, creator, app_id, tier, escrow_account, escrow_tokens, returned_tokens,
  published_at, closes_at, closing_at, closed_at
)
SELECT id, :campaign, series, creator, app, tier, escrow_account, escrow_tokens, 0, published_at, closes_at, 0, 0
FROM stage_posts_new

-- name: posts_by_id / posts that this room knows, of those staged
SELECT
  s.n AS n, post.id AS post, post.campaign_id AS campaign, post.series_id AS series, post.creator AS creator,
  post.app_id AS app, post.tier AS tier, post.escrow_account AS escrow_account, post.escrow_tokens AS escrow_tokens,
  post.closing_at AS closing_at,
  CAST((SELECT coalesce(sum(more.tokens), 0) FROM campaigns_topup more WHERE more.post_id = post.id) AS bigint) AS topped_up,
  campaign.account AS campaign_account, series.escrow_tokens AS series_tokens
FROM stage_posts_changed s
JOIN campaigns_post post ON post.id = s.post
JOIN campaigns_campaign campaign ON campaign.id = post.campaign_id
JOIN campaigns_series series ON series.id = post.series_id
ORDER BY s.n

-- name: open_posts / posts of a campaign whose closing nobody has asked for
SELECT id AS post, tier AS tier FROM campaigns_post WHERE campaign_id = :campaign AND closing_at = 0

-- name: due_posts / posts that have stopped earning long enough ago, the first ones first
SELECT id AS post FROM campaigns_post
WHERE closing_at = 0 AND closes_at > 0 AND closes_at <= :closes_before ORDER BY closes_at LIMIT :limit

-- name: posts_of_ended / posts of campaigns that have ended
SELECT post.id AS post FROM campaigns_campaign campaign
JOIN campaigns_post post ON post.campaign_id = campaign.id AND post.closing_at = 0
WHERE campaign.status = 'ended' LIMIT :limit

-- name: ask_to_close / whoever comes second finds nothing left to close
UPDATE campaigns_post SET closing_at = :now_ms
WHERE closing_at = 0 AND id IN (SELECT post FROM stage_posts_changed)
RETURNING id

-- name: top_up_post / the post's part of a top-up, unless its closing came first
UPDATE campaigns_post SET escrow_tokens = escrow_tokens + :tokens WHERE id = :post AND closing_at = 0

-- name: top_up_series / the series' part of a top-up
UPDATE campaigns_series SET escrow_tokens = escrow_tokens + :tokens WHERE id = :series

-- name: top_up / what a key was used for
SELECT tokens FROM campaigns_topup WHERE post_id = :post AND key = :key

-- name: insert_top_up / once for each key
INSERT INTO campaigns_topup (id, post_id, key, tokens, created_at) VALUES (:id, :post, :key, :tokens, :now_ms)

-- name: return_to_campaigns / first of all, for the campaign's lock comes before those of its accounts and posts
UPDATE campaigns_campaign SET set_aside_tokens = set_aside_tokens - back.tokens
FROM (
  SELECT post.campaign_id AS campaign, sum(s.tokens) AS tokens
  FROM stage_posts_changed s JOIN campaigns_post post ON post.id = s.post GROUP BY post.campaign_id
) back
WHERE back.campaign = campaigns_campaign.id

-- name: return_to_posts / what came back is no longer set aside
UPDATE campaigns_post
SET closed_at = CASE WHEN closed_at = 0 THEN :now_ms ELSE closed_at END, returned_tokens = returned_tokens + s.tokens
FROM stage_posts_changed s WHERE s.post = campaigns_post.id

-- name: return_to_series / a creator's cap counts what is set aside now
UPDATE campaigns_series SET escrow_tokens = campaigns_series.escrow_tokens - back.tokens
FROM (
  SELECT post.series_id AS series, sum(s.tokens) AS tokens
  FROM stage_posts_changed s JOIN campaigns_post post ON post.id = s.post GROUP BY post.series_id
) back
WHERE back.series = campaigns_series.id
