-- name: seen / a worker says that it lives
INSERT INTO settlement_worker (id, seen_ms) VALUES (:holder, :now_ms)
ON CONFLICT (id) DO UPDATE SET seen_ms = excluded.seen_ms

-- name: forget_workers / those long gone
DELETE FROM settlement_worker WHERE seen_ms < :before_ms

-- name: leave / a worker that stops in order
DELETE FROM settlement_worker WHERE id = :holder

-- name: living / how many share the slots
SELECT count(*) FROM settlement_worker WHERE seen_ms >= :since_ms

-- name: renew / as long as nobody took them over
UPDATE settlement_slot SET held_until_ms = :until_ms WHERE holder = :holder

-- name: take_free / what nobody holds any more, up to a fair share
UPDATE settlement_slot SET holder = :holder, held_until_ms = :until_ms
WHERE slot IN (SELECT slot FROM settlement_slot WHERE held_until_ms < :now_ms AND holder <> :holder ORDER BY slot LIMIT :count)
  AND held_until_ms < :now_ms AND holder <> :holder

-- name: give_back / more than a fair share
UPDATE settlement_slot SET holder = 0, held_until_ms = 0
WHERE slot IN (SELECT slot FROM settlement_slot WHERE holder = :holder ORDER BY slot DESC LIMIT :count) AND holder = :holder

-- name: held_slots / and how far each is settled
SELECT slot AS slot, position AS position FROM settlement_slot WHERE holder = :holder ORDER BY slot
