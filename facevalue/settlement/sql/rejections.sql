-- Reads social_post, social_tier and ledger_account, tables of rooms below; writes only settlement's own.
-- stage: stage_payments slot i2, series i8, actor i8, post i8, kind i1, price i4, clears i4

-- name: rejected_post / what its money moves between, what the creator could give back, and whether the creator is held anyway
SELECT
  p.series, p.creator, p.campaign, p.app, p.escrow, p.purse, p.pending, p.fee_account, p.fee_bps,
  a.credits - a.debits - a.held, COALESCE(t.held, 0), c.clock_hour
FROM social_post p
JOIN settlement_slot c ON c.slot = p.slot
JOIN ledger_account a ON a.slot = p.slot AND a.id = p.purse
LEFT JOIN social_tier t ON t.slot = p.slot AND t.person = p.creator
WHERE p.slot = :slot AND p.id = :post

-- name: payments_of_post / those that stand, the newest first
SELECT
  actor AS actor, kind AS kind, position AS position, at AS at, price AS price, clears AS clears
FROM settlement_engagement
WHERE slot = :slot AND series = :series AND post = :post AND price > 0
ORDER BY position DESC

-- name: change_payments / held, freed or taken back
UPDATE settlement_engagement SET price = s.price, clears = s.clears
FROM stage_payments s
WHERE settlement_engagement.slot = s.slot AND settlement_engagement.series = s.series
  AND settlement_engagement.actor = s.actor AND settlement_engagement.post = s.post
  AND settlement_engagement.kind = s.kind
