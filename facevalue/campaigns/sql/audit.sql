-- name: page_of_campaigns / their accounts
SELECT id AS id, brand_id AS brand, account AS account FROM campaigns_campaign WHERE id > :after_1 ORDER BY id LIMIT :limit

-- name: page_of_posts / what is noted of their escrows
SELECT
  id AS id, campaign_id AS campaign, escrow_account AS escrow, escrow_tokens AS escrow_tokens, returned_tokens AS returned_tokens
FROM campaigns_post WHERE id > :after_1 ORDER BY id LIMIT :limit

-- name: wrong_campaigns / recomputed from the series
SELECT campaign.id, campaign.set_aside_tokens, CAST(coalesce(sum(series.escrow_tokens), 0) AS bigint)
FROM campaigns_campaign campaign
LEFT JOIN campaigns_series series ON series.campaign_id = campaign.id
GROUP BY campaign.id, campaign.set_aside_tokens
HAVING campaign.set_aside_tokens <> coalesce(sum(series.escrow_tokens), 0)

-- name: wrong_series / recomputed from the posts
SELECT series.id, series.escrow_tokens, CAST(coalesce(sum(post.escrow_tokens - post.returned_tokens), 0) AS bigint)
FROM campaigns_series series
LEFT JOIN campaigns_post post ON post.series_id = series.id
GROUP BY series.id, series.escrow_tokens
HAVING series.escrow_tokens <> coalesce(sum(post.escrow_tokens - post.returned_tokens), 0)

-- name: over_cap_post / no more than a post can ever pay out
SELECT post.id, post.escrow_tokens, campaign.cap_post_tokens
FROM campaigns_post post JOIN campaigns_campaign campaign ON campaign.id = post.campaign_id
WHERE campaign.cap_post_tokens > 0 AND post.escrow_tokens > campaign.cap_post_tokens

-- name: over_cap_creator / no more than a creator may have set aside
SELECT series.id, series.escrow_tokens, campaign.cap_creator_tokens
FROM campaigns_series series JOIN campaigns_campaign campaign ON campaign.id = series.campaign_id
WHERE campaign.cap_creator_tokens > 0 AND series.escrow_tokens > campaign.cap_creator_tokens

-- name: wrong_top_ups / the first escrow of a post was more than nothing
SELECT post.id, post.escrow_tokens, CAST(sum(more.tokens) AS bigint)
FROM campaigns_topup more JOIN campaigns_post post ON post.id = more.post_id
GROUP BY post.id, post.escrow_tokens HAVING post.escrow_tokens <= sum(more.tokens)

-- name: foreign_posts / a series is of one creator for one campaign
SELECT post.id, post.creator, post.campaign_id
FROM campaigns_post post JOIN campaigns_series series ON series.id = post.series_id
WHERE series.creator <> post.creator OR series.campaign_id <> post.campaign_id

-- name: foreign_accounts / a campaign's money is in an account of its own (kind 5)
SELECT campaign.id, campaign.account, campaign.id
FROM campaigns_campaign campaign
LEFT JOIN ledger_owner o ON o.slot = 0 AND o.id = campaign.account AND o.owner = campaign.id AND o.kind = 5
WHERE o.id IS NULL

-- name: foreign_escrows / a post's escrow is an account of its own (kind 6)
SELECT post.id, post.escrow_account, post.id
FROM campaigns_post post
LEFT JOIN ledger_owner o
  ON o.slot = ((post.escrow_account >> 14) & 255) AND o.id = post.escrow_account AND o.owner = post.id AND o.kind = 6
WHERE o.id IS NULL

-- name: cursors_beyond / nobody has read what was not written
SELECT cursor.kind, cursor.seq, coalesce(head.seq, 0)
FROM campaigns_cursor cursor LEFT JOIN kit_fact_head head ON head.kind = cursor.kind
WHERE cursor.seq > coalesce(head.seq, 0)
