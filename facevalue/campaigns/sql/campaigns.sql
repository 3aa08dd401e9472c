-- name: lock_plan / whoever publishes checks caps and budget first: the next one waits until they are spent
SELECT
  status, account, starts_at, ends_at, window_hours, cap_post_tokens, cap_creator_tokens, cap_actor, fee_bps
FROM campaigns_campaign WHERE id = :campaign

-- name: lock_plan (postgres) / SQLite has one writer at a time anyway
SELECT
  status, account, starts_at, ends_at, window_hours, cap_post_tokens, cap_creator_tokens, cap_actor, fee_bps
FROM campaigns_campaign WHERE id = :campaign FOR UPDATE

-- name: rates / the rate card
SELECT tier, kind, price_tokens FROM campaigns_rate WHERE campaign_id = :campaign

-- name: allowed_apps / where it may be published
SELECT app_id FROM campaigns_app WHERE campaign_id = :campaign

-- name: brand_of / whose campaign it is, for whoever shows its figures
SELECT brand_id FROM campaigns_campaign WHERE id = :campaign

-- name: name_of / what the brand calls it
SELECT name FROM campaigns_campaign WHERE id = :campaign

-- name: budget / read by every live page, so it is kept and not added up
SELECT account, set_aside_tokens FROM campaigns_campaign WHERE id = :campaign

-- name: set_aside / under the campaign's lock
UPDATE campaigns_campaign SET set_aside_tokens = set_aside_tokens + :tokens WHERE id = :campaign
