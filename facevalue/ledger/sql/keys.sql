-- stage: stage_ledger_keys slot i2, key_hi i8, key_lo i8, answer i8

-- name: known_keys / what was answered before
SELECT s.n, k.body, k.answer
FROM stage_ledger_keys s JOIN ledger_key k ON k.slot = s.slot AND k.key_hi = s.key_hi AND k.key_lo = s.key_lo
ORDER BY s.n

-- name: insert_keys / unique forever
INSERT INTO ledger_key (slot, key_hi, key_lo, body, answer)
SELECT slot, key_hi, key_lo, :body, answer FROM stage_ledger_keys

-- name: insert_meta / what the caller wants to remember
INSERT INTO ledger_meta (slot, transfer, json) VALUES (:slot, :transfer, :json)

-- name: meta / as it was given
SELECT json FROM ledger_meta WHERE slot = :slot AND transfer = :transfer
