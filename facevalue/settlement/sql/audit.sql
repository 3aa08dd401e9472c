-- Reads social_post, social_rejection, campaigns_post, campaigns_outbox, ledger_account and ledger_owner, tables of rooms below; writes nothing.
-- Whatever grows with engagements is asked slot by slot.

-- name: cursors / how far each slot is settled and cleared
SELECT slot AS slot, position AS position, clock_hour AS clock_hour FROM settlement_slot WHERE slot > :after_1 ORDER BY slot LIMIT :limit

-- name: counts / how much there is
SELECT
  (SELECT count(*) FROM social_post), (SELECT count(*) FROM settlement_engagement),
  (SELECT count(*) FROM ledger_account), (SELECT count(*) FROM ledger_transfer)

-- name: audited_posts / what settlement knows of posts
SELECT
  slot AS slot, id AS id, creator AS creator, campaign AS campaign, escrow AS escrow, purse AS purse, pending AS pending,
  fee_account AS fee_account, cap_post AS cap_post, granted AS granted, position AS position
FROM social_post WHERE (slot, id) > (:after_1, :after_2) ORDER BY slot, id LIMIT :limit

-- name: sums_of_posts / of the identities of each post of a slot
SELECT post AS post, CAST(sum(price) AS bigint) AS price, CAST(sum(counted) AS bigint) AS counted
FROM settlement_engagement WHERE slot = :slot GROUP BY post

-- name: wrong_engagements / rows that break a rule of their own, and which: an index of audit.RULES
SELECT series, actor, post, kind, rule, outcome, degree, price, number
FROM (
  SELECT
    e.series, e.actor, e.post, e.kind, e.outcome, e.degree, e.price, e.number,
    CASE
      WHEN p.id IS NULL THEN 0
      WHEN p.series <> e.series THEN 1
      WHEN p.creator = e.actor THEN 2
      WHEN e.at < p.published_at THEN 3
      WHEN e.position > c.position OR e.position <= p.position THEN 4
      WHEN e.outcome IN (14, 15) AND e.degree <> 1 THEN 5
      WHEN (e.outcome = 8 AND e.degree = 1) OR (e.outcome > 8 AND e.degree > 1) THEN 6
      WHEN (e.outcome = 7) <> (p.closes_at > 0 AND e.at > p.closes_at) THEN 7
      WHEN e.counted = 1 AND e.outcome IN (14, 15) AND e.price = 0 AND COALESCE(r.final, 0) = 0 THEN 8
      WHEN e.price > 0 AND e.number = 0 THEN 9
      WHEN e.outcome = 11 AND (p.cap_actor = 0 OR e.number <= p.cap_actor) THEN 10
      WHEN e.outcome > 11 AND p.cap_actor > 0 AND e.number > p.cap_actor THEN 10
      ELSE -1
    END AS rule
  FROM settlement_engagement e
  JOIN settlement_slot c ON c.slot = e.slot
  LEFT JOIN social_post p ON p.slot = e.slot AND p.id = e.post
  LEFT JOIN social_rejection r ON r.slot = e.slot AND r.post = e.post
  WHERE e.slot = :slot
) judged
WHERE rule >= 0 ORDER BY series, actor, post, kind LIMIT :limit

-- name: overpaid_days / paid engagements of an actor with a creator's posts of a campaign in a day, beyond the cap
SELECT e.series, e.actor, e.day, count(*), max(p.cap_actor)
FROM settlement_engagement e JOIN social_post p ON p.slot = e.slot AND p.id = e.post
WHERE e.slot = :slot AND e.price > 0 AND p.cap_actor > 0
GROUP BY e.series, e.actor, e.day HAVING count(*) > max(p.cap_actor) LIMIT :limit

-- name: wrong_clearing / what waits for the clock by account and hour, and what the engagements say of it
SELECT pending, hour, CAST(sum(noted) AS bigint), CAST(sum(earned) AS bigint)
FROM (
  SELECT w.pending AS pending, w.hour AS hour, w.tokens AS noted, 0 AS earned
  FROM settlement_clearing w JOIN settlement_slot c ON c.slot = w.slot
  WHERE w.slot = :slot AND w.hour > c.clock_hour
  UNION ALL
  SELECT p.pending, e.clears, 0, e.price
  FROM settlement_engagement e
  JOIN settlement_slot c ON c.slot = e.slot
  JOIN social_post p ON p.slot = e.slot AND p.id = e.post
  WHERE e.slot = :slot AND e.price > 0 AND e.clears > c.clock_hour AND e.clears < :never
) waiting
GROUP BY pending, hour HAVING sum(noted) <> sum(earned) ORDER BY pending, hour LIMIT :limit

-- name: wrong_pending / what is in the accounts of earnings that wait, and what waits for the clock or for trust
SELECT w.pending, COALESCE(a.credits - a.debits, -1), w.tokens
FROM (
  SELECT pending, CAST(sum(tokens) AS bigint) AS tokens
  FROM (
    SELECT pending AS pending, tokens AS tokens FROM settlement_clearing WHERE slot = :slot
    UNION ALL
    SELECT p.pending, e.price
    FROM settlement_engagement e JOIN social_post p ON p.slot = e.slot AND p.id = e.post
    WHERE e.slot = :slot AND e.price > 0 AND e.clears = :never
    UNION ALL
    SELECT pending, 0 FROM social_post WHERE slot = :slot
  ) waiting
  GROUP BY pending
) w
LEFT JOIN ledger_account a ON a.slot = :slot AND a.id = w.pending
WHERE a.id IS NULL OR a.credits - a.debits <> w.tokens ORDER BY w.pending LIMIT :limit

-- name: foreign_accounts / the accounts of posts are those of the post, its creator and the operator (kinds 6, 7, 8, 9)
SELECT p.id
FROM social_post p
LEFT JOIN ledger_owner e ON e.slot = p.slot AND e.id = p.escrow AND e.owner = p.id AND e.kind = 6
LEFT JOIN ledger_owner u ON u.slot = p.slot AND u.id = p.purse AND u.owner = p.creator AND u.kind = 7
LEFT JOIN ledger_owner w ON w.slot = p.slot AND w.id = p.pending AND w.owner = p.creator AND w.kind = 8
LEFT JOIN ledger_owner f ON f.slot = p.slot AND f.id = p.fee_account AND f.kind = 9
WHERE e.id IS NULL OR u.id IS NULL OR w.id IS NULL OR f.id IS NULL ORDER BY p.id LIMIT :limit

-- name: unlike_campaigns / a post is what the campaign has published; one that the campaign closed is closed
SELECT s.id
FROM social_post s LEFT JOIN campaigns_post p ON p.id = s.id
WHERE p.id IS NULL OR p.creator <> s.creator OR p.campaign_id <> s.campaign OR p.series_id <> s.series OR p.app_id <> s.app
  OR p.escrow_account <> s.escrow OR p.published_at <> s.published_at OR p.closes_at <> s.closes_at
  OR (p.closed_at > 0 AND s.closed = 0)
ORDER BY s.id LIMIT :limit

-- name: wrong_grants / what is held of an escrow is what was set aside and the log has not granted yet
SELECT p.id, COALESCE(a.held, -1), p.escrow_tokens - COALESCE(s.granted, 0)
FROM campaigns_post p
LEFT JOIN social_post s ON s.slot = ((p.id >> 14) & 255) AND s.id = p.id
LEFT JOIN ledger_account a ON a.slot = ((p.escrow_account >> 14) & 255) AND a.id = p.escrow_account
WHERE a.id IS NULL OR a.held <> p.escrow_tokens - COALESCE(s.granted, 0) ORDER BY p.id LIMIT :limit

-- name: posts_not_met / published, but not settled yet
SELECT p.id AS id
FROM campaigns_post p LEFT JOIN social_post s ON s.slot = ((p.id >> 14) & 255) AND s.id = p.id
WHERE s.id IS NULL AND p.id > :after_1 ORDER BY p.id LIMIT :limit

-- name: unsent_posts / the log will hear of them
SELECT details FROM campaigns_outbox WHERE op = 'publish' AND sent_at = 0 ORDER BY id

-- name: broken_facts / numbered without a hole up to the head
SELECT h.kind, h.seq, count(f.seq), COALESCE(max(f.seq), 0)
FROM kit_fact_head h LEFT JOIN kit_fact f ON f.kind = h.kind
GROUP BY h.kind, h.seq HAVING count(f.seq) <> h.seq OR COALESCE(max(f.seq), 0) <> h.seq
UNION ALL
SELECT f.kind, 0, count(*), max(f.seq)
FROM kit_fact f LEFT JOIN kit_fact_head h ON h.kind = f.kind WHERE h.kind IS NULL GROUP BY f.kind

-- name: page_of_engagements / as they stand; the number of the day matters under a cap alone, and without one depends on the batch
SELECT
  e.slot AS slot, e.series AS series, e.actor AS actor, e.post AS post, e.kind AS kind, e.position AS position, e.at AS at,
  e.degree AS degree, e.outcome AS outcome, e.counted AS counted, e.price AS price, e.day AS day,
  CASE WHEN p.cap_actor > 0 OR e.number = 0 THEN e.number ELSE 1 END AS number, e.clears AS clears
FROM settlement_engagement e LEFT JOIN social_post p ON p.slot = e.slot AND p.id = e.post
WHERE (e.slot, e.series, e.actor, e.post, e.kind) > (:after_1, :after_2, :after_3, :after_4, :after_5)
ORDER BY e.slot, e.series, e.actor, e.post, e.kind LIMIT :limit

-- name: page_of_closed / as they stand
SELECT slot AS slot, post AS post, cap AS cap, escrow AS escrow
FROM settlement_closed WHERE (slot, post) > (:after_1, :after_2) ORDER BY slot, post LIMIT :limit

-- name: page_of_clearing / as it stands
SELECT slot AS slot, hour AS hour, pending AS pending, purse AS purse, tokens AS tokens
FROM settlement_clearing WHERE (slot, hour, pending) > (:after_1, :after_2, :after_3) ORDER BY slot, hour, pending LIMIT :limit

-- name: page_of_turns / as they stand; how much a rejection could hold depends on what was spent meanwhile
SELECT slot AS slot, post AS post, position AS position, code AS code, clock_hour AS clock_hour, hour AS hour
FROM settlement_turn WHERE (slot, post, position) > (:after_1, :after_2, :after_3) ORDER BY slot, post, position LIMIT :limit
