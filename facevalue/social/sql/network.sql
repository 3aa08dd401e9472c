-- stage: stage_creators slot i2, creator i8

-- name: tap / what a person did, as long as nothing later is there
INSERT INTO social_tap (slot, person, kind, subject, stands, seq, at)
VALUES (:slot, :person, :kind, :subject, :stands, :seq, :at)
ON CONFLICT (slot, person, kind, subject) DO UPDATE SET stands = excluded.stands, seq = excluded.seq, at = excluded.at
WHERE social_tap.seq < excluded.seq

-- name: forget_taps / settled long ago; a few at a time, by whoever comes
DELETE FROM social_tap WHERE slot = :slot AND (person, kind, subject) IN (
  SELECT person, kind, subject FROM social_tap WHERE slot = :slot AND at <= :before ORDER BY at LIMIT 20
)

-- name: keep_share / that stands; the first time counts
INSERT INTO social_share (person, post, app, at)
SELECT t.person, t.subject, CAST(:app AS bigint), CAST(:at AS bigint) FROM social_tap t
WHERE t.slot = :slot AND t.person = :person AND t.kind = :kind AND t.subject = :post AND t.stands = 1
ON CONFLICT (person, post) DO NOTHING

-- name: drop_share / that was taken back
DELETE FROM social_share WHERE person = :person AND post = :post AND EXISTS (
  SELECT 1 FROM social_tap t
  WHERE t.slot = :slot AND t.person = :person AND t.kind = :kind AND t.subject = :post AND t.stands = 0
)

-- name: forget_shares / of a person who has left
DELETE FROM social_share WHERE person = :person

-- name: shares_of_person / what somebody shared
SELECT post, app, at FROM social_share WHERE person = :person ORDER BY at, post

-- name: taps / what a person did since
SELECT kind AS kind, subject AS subject, stands AS stands FROM social_tap
WHERE slot = :slot AND person = :person AND +at > :since

-- name: edges_of_person / whom a person follows or befriended, as settled
SELECT DISTINCT creator AS creator FROM social_edge WHERE person = :person ORDER BY creator

-- name: edges_to_creators / which of these a person follows or befriended, as settled
SELECT DISTINCT s.creator AS creator
FROM stage_creators s CROSS JOIN social_edge e WHERE e.slot = s.slot AND e.creator = s.creator AND e.person = :person

-- name: edges_from / which of these follow or befriended a creator, as settled
SELECT DISTINCT s.creator AS person
FROM stage_creators s CROSS JOIN social_edge e WHERE e.slot = :slot AND e.creator = :creator AND e.person = s.creator

-- name: followers_count / from the key alone
SELECT count(DISTINCT person) FROM social_edge WHERE slot = :slot AND creator = :creator

-- name: followers / by id
SELECT DISTINCT person AS person FROM social_edge
WHERE slot = :slot AND creator = :creator AND person > :after ORDER BY person LIMIT :limit

-- name: blocked_by / whom a person blocks, as settled
SELECT person AS person FROM social_block WHERE slot = :slot AND creator = :person ORDER BY person

-- name: kept_apart / whether either of two blocks the other, or the network one of them
SELECT 1 WHERE EXISTS (SELECT 1 FROM social_block b WHERE b.slot = :slot AND b.creator = :person AND b.person = :other)
  OR EXISTS (SELECT 1 FROM social_block b WHERE b.slot = :other_slot AND b.creator = :other AND b.person = :person)
  OR EXISTS (SELECT 1 FROM social_block b WHERE b.slot = :other_slot AND b.creator = 0 AND b.person = :other)

-- name: newest_followers / of a creator, as settled
SELECT person AS person, max(position) AS position FROM (
  SELECT person, position FROM social_edge WHERE slot = :slot AND creator = :creator ORDER BY position DESC LIMIT 2 * :limit
) e
GROUP BY person ORDER BY 2 DESC, 1 LIMIT :limit

-- name: seen / up to where
SELECT position, earned FROM social_seen WHERE person = :person

-- name: see / also when there is less than before, for the newest follower may be gone
INSERT INTO social_seen (person, position, earned) VALUES (:person, :position, :earned)
ON CONFLICT (person) DO UPDATE SET position = excluded.position, earned = excluded.earned

-- name: forget_seen / of a person who has left
DELETE FROM social_seen WHERE person = :person
