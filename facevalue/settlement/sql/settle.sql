-- Reads social_post, social_tier, social_rejection and ledger_account, tables of rooms below; writes only settlement's own.
-- Staged rows stand in the order of the primary key that they meet, so pages are visited one after another.
-- stage: stage_settle_posts slot i2, post i8
-- stage: stage_identities slot i2, series i8, actor i8, post i8, kind i1
-- stage: stage_actors slot i2, series i8, actor i8
-- stage: stage_new slot i2, series i8, actor i8, post i8, kind i1, position i8, at i8, degree i4, outcome i1, counted i1, price i4, day i4, number i4, clears i4
-- stage: stage_changed slot i2, series i8, actor i8, post i8, kind i1, position i8, at i8, degree i4, outcome i1, counted i1, price i4, day i4, number i4, clears i4
-- stage: stage_closed slot i2, post i8, cap i1, escrow i1
-- stage: stage_clearing slot i2, hour i4, pending i8, purse i8, tokens i8
-- stage: stage_cursors slot i2, before i8, after i8

-- name: posts_of_batch / what the log has said about these posts, and what is in their escrows
SELECT
  s.n AS n, p.creator AS creator, p.campaign AS campaign, p.series AS series, p.app AS app,
  p.escrow AS escrow, p.purse AS purse, p.pending AS pending, p.fee_account AS fee_account,
  p.price_like AS price_1, p.price_comment AS price_2, p.price_share AS price_3,
  p.cap_post AS cap_post, p.cap_actor AS cap_actor, p.fee_bps AS fee_bps,
  p.published_at AS published_at, p.closes_at AS closes_at, p.position AS position,
  p.granted AS granted, p.closed AS closed,
  a.credits - a.debits - a.held AS available,
  COALESCE(t.clears_after_ms, 0) AS clears_after, CASE WHEN r.post IS NULL THEN COALESCE(t.held, 0) ELSE 1 END AS held,
  COALESCE(c.cap, 0) AS cap_closed, CASE WHEN p.closed = 1 THEN 1 ELSE COALESCE(c.escrow, 0) END AS escrow_closed
FROM stage_settle_posts s
CROSS JOIN social_post p
CROSS JOIN ledger_account a
LEFT JOIN social_tier t ON t.slot = p.slot AND t.person = p.creator
LEFT JOIN social_rejection r ON r.slot = p.slot AND r.post = p.id
LEFT JOIN settlement_closed c ON c.slot = p.slot AND c.post = p.id
WHERE p.slot = s.slot AND p.id = s.post AND a.slot = s.slot AND a.id = p.escrow

-- name: states_of_identities / how far each (post, kind, actor) has come before this batch
SELECT s.n AS n, e.counted AS counted, e.degree AS degree, e.price AS price, e.day AS day, e.number AS number, e.clears AS clears
FROM stage_identities s
CROSS JOIN settlement_engagement e
WHERE e.slot = s.slot AND e.series = s.series AND e.actor = s.actor AND e.post = s.post AND e.kind = s.kind

-- name: states_of_actors / everything of an actor with a creator's posts of a campaign
SELECT
  s.n AS n, e.post AS post, e.kind AS kind,
  e.counted AS counted, e.degree AS degree, e.price AS price, e.day AS day, e.number AS number, e.clears AS clears
FROM stage_actors s
CROSS JOIN settlement_engagement e
WHERE e.slot = s.slot AND e.series = s.series AND e.actor = s.actor

-- name: insert_engagements / the first time that an identity counts
INSERT INTO settlement_engagement (
  slot, series, actor, post, kind, position, at, degree, outcome, counted, price, day, number, clears
)
SELECT slot, series, actor, post, kind, position, at, degree, outcome, counted, price, day, number, clears
FROM stage_new ORDER BY n

-- name: update_engagements / undone, or counted again
UPDATE settlement_engagement SET
  position = s.position, at = s.at, degree = s.degree, outcome = s.outcome, counted = s.counted,
  price = s.price, day = s.day, number = s.number, clears = s.clears
FROM stage_changed s
WHERE settlement_engagement.slot = s.slot AND settlement_engagement.series = s.series
  AND settlement_engagement.actor = s.actor AND settlement_engagement.post = s.post
  AND settlement_engagement.kind = s.kind

-- name: states_in_full / what an undo leaves as it is
SELECT
  s.n AS n, e.position AS position, e.at AS at, e.degree AS degree, e.outcome AS outcome, e.counted AS counted
FROM stage_identities s
CROSS JOIN settlement_engagement e
WHERE e.slot = s.slot AND e.series = s.series AND e.actor = s.actor AND e.post = s.post AND e.kind = s.kind

-- name: close_posts / the first price that did not fit
INSERT INTO settlement_closed (slot, post, cap, escrow)
SELECT slot, post, cap, escrow FROM stage_closed WHERE true ORDER BY n
ON CONFLICT (slot, post) DO UPDATE SET cap = excluded.cap, escrow = excluded.escrow

-- name: reopen_escrow / a top-up makes room again
UPDATE settlement_closed SET escrow = 0 WHERE slot = :slot AND post = :post

-- name: open_clearing / an hour in which something of an account clears, before anything is added to it
INSERT INTO settlement_clearing (slot, hour, pending, purse, tokens)
SELECT slot, hour, pending, purse, 0 FROM stage_clearing WHERE true ORDER BY n
ON CONFLICT (slot, hour, pending) DO NOTHING

-- name: add_clearing / what waits for the clock; less, where an undo withdraws
UPDATE settlement_clearing SET tokens = settlement_clearing.tokens + s.tokens
FROM stage_clearing s
WHERE settlement_clearing.slot = s.slot AND settlement_clearing.hour = s.hour AND settlement_clearing.pending = s.pending

-- name: due_clearing / what can be spent from this hour on
SELECT slot, hour, pending, purse, tokens FROM settlement_clearing WHERE slot = :slot AND hour <= :hour AND tokens > 0

-- name: delete_clearing / cleared
DELETE FROM settlement_clearing WHERE slot = :slot AND hour <= :hour

-- name: set_clock / never backwards
UPDATE settlement_slot SET clock_hour = :hour WHERE slot = :slot AND clock_hour < :hour

-- name: clocks / the hour up to which each slot is cleared
SELECT slot AS slot, clock_hour AS clock FROM settlement_slot ORDER BY slot

-- name: move_cursors / only from where this worker began, and only while it holds the slots
UPDATE settlement_slot SET position = s.after
FROM stage_cursors s
WHERE settlement_slot.slot = s.slot AND settlement_slot.position = s.before AND settlement_slot.holder = :holder

-- name: clock_of_slot / the hour up to which it is cleared
SELECT clock_hour FROM settlement_slot WHERE slot = :slot

-- name: insert_turn / once for each position
INSERT INTO settlement_turn (slot, post, position, code, clock_hour, hour, tokens)
VALUES (:slot, :post, :position, :code, :clock_hour, :hour, :tokens)
