-- stage: stage_posts slot i2, id i8, creator i8, campaign i8, series i8, app i8, escrow_account i8, purse_account i8, pending_account i8, fee_account i8, price_like i4, price_comment i4, price_share i4, cap_post i8, cap_actor i4, fee_bps i4, published_at i8, closes_at i8, escrow_tokens i8, position i8
-- stage: stage_slots slot i2
-- stage: stage_pairs slot i2, creator i8, person i8
-- stage: stage_edges slot i2, creator i8, person i8, kind i1, position i8, keeps i1

-- name: insert_posts / a post is published once; doing it again changes nothing
INSERT INTO social_post (
  slot, id, creator, campaign, series, app, escrow, purse, pending, fee_account, price_like, price_comment, price_share,
  cap_post, cap_actor, fee_bps, published_at, closes_at, granted, closed, position, changed
)
SELECT
  slot, id, creator, campaign, series, app, escrow_account, purse_account, pending_account, fee_account,
  price_like, price_comment, price_share,
  cap_post, cap_actor, fee_bps, published_at, closes_at, escrow_tokens, 0, position, position
FROM stage_posts WHERE true ORDER BY n
ON CONFLICT (slot, id) DO NOTHING

-- name: top_up_post / by log position, so that applying the record again changes nothing
UPDATE social_post SET granted = granted + :tokens, changed = :position
WHERE slot = :slot AND id = :post AND changed < :position AND closed = 0

-- name: close_post / for good
UPDATE social_post SET closed = 1, changed = :position
WHERE slot = :slot AND id = :post AND closed = 0 AND changed < :position

-- name: change_rates / for what stands after this position in the log
UPDATE social_post
SET price_like = :price_like, price_comment = :price_comment, price_share = :price_share, changed = :position
WHERE slot = :slot AND id = :post AND changed < :position

-- name: insert_block / a person is blocked once by each
INSERT INTO social_block (slot, creator, person, position) VALUES (:slot, :creator, :person, :position)
ON CONFLICT (slot, creator, person) DO NOTHING

-- name: delete_block / the history stays in the log
DELETE FROM social_block WHERE slot = :slot AND creator = :creator AND person = :person

-- name: any_block / most slots have none, and then nobody has to look
SELECT 1 FROM social_block LIMIT 1

-- name: blocks_of_slots / for the slots of a batch
SELECT b.slot, b.creator, b.person FROM stage_slots s JOIN social_block b ON b.slot = s.slot

-- name: set_tier / the newest one counts
INSERT INTO social_tier (slot, person, clears_after_ms, held, position)
VALUES (:slot, :person, :clears_after_ms, :held, :position)
ON CONFLICT (slot, person) DO UPDATE SET
  clears_after_ms = excluded.clears_after_ms, held = excluded.held, position = excluded.position
WHERE social_tier.position < excluded.position

-- name: reject_post / until it is restored; what is final stays so
INSERT INTO social_rejection (slot, post, final, position) VALUES (:slot, :post, :final, :position)
ON CONFLICT (slot, post) DO UPDATE SET final = excluded.final, position = excluded.position
WHERE social_rejection.final = 0 AND excluded.final = 1

-- name: restore_post / unless it is rejected for good
DELETE FROM social_rejection WHERE slot = :slot AND post = :post AND final = 0

-- name: edges_of_pairs / who of these belongs to the creator's own network; the staged order is the table's
SELECT s.n AS n, e.kind AS kind
FROM stage_pairs s
CROSS JOIN social_edge e
WHERE e.slot = s.slot AND e.creator = s.creator AND e.person = s.person

-- name: delete_edges / unfollowed, unfriended
DELETE FROM social_edge WHERE (slot, creator, person, kind) IN (
  SELECT slot, creator, person, kind FROM stage_edges WHERE keeps = 0
)

-- name: insert_edges / followed, befriended; where it was told last, so that it does not matter how a batch was cut
INSERT INTO social_edge (slot, creator, person, kind, position)
SELECT slot, creator, person, kind, position FROM stage_edges WHERE keeps = 1 ORDER BY n
ON CONFLICT (slot, creator, person, kind) DO UPDATE SET position = excluded.position
