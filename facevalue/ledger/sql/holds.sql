-- stage: stage_ledger_holds slot i2, hold i8, account i8, amount i8
-- stage: stage_ledger_closing slot i2, hold i8
-- stage: stage_ledger_held slot i2, account i8, amount i8

-- name: lock_accounts (sqlite) / nobody else changes them; the writer is alone anyway
SELECT a.id FROM stage_ledger_held s CROSS JOIN ledger_account a ON a.id = s.account
-- name: lock_accounts (postgres) / nobody else changes them; always locked in order of their ids
SELECT a.id FROM stage_ledger_held s JOIN ledger_account a ON a.slot = s.slot AND a.id = s.account ORDER BY s.n FOR UPDATE OF a

-- name: add_held / set aside, or, negative, given back
UPDATE ledger_account SET held = ledger_account.held + s.amount
FROM stage_ledger_held s WHERE ledger_account.slot = s.slot AND ledger_account.id = s.account

-- name: insert_holds / open, nothing captured
INSERT INTO ledger_hold (slot, id, account, amount, captured, released, state, expires_at, opened_at, closed_at)
SELECT slot, hold, account, amount, 0, 0, 0, :expires_at, :opened_at, 0 FROM stage_ledger_holds ORDER BY n

-- name: hold / as it stands
SELECT h.id, h.account, a.unit, h.amount, h.captured, h.released, h.state, h.expires_at, h.opened_at, h.closed_at
FROM ledger_hold h JOIN ledger_account a ON a.slot = h.slot AND a.id = h.account
WHERE h.slot = :slot AND h.id = :hold

-- name: lock_hold (sqlite) / nobody else captures or closes it
SELECT h.id, h.account, a.unit, h.amount, h.captured, h.released, h.state, h.expires_at, h.opened_at, h.closed_at
FROM ledger_hold h JOIN ledger_account a ON a.slot = h.slot AND a.id = h.account
WHERE h.slot = :slot AND h.id = :hold
-- name: lock_hold (postgres) / nobody else captures or closes it
SELECT h.id, h.account, a.unit, h.amount, h.captured, h.released, h.state, h.expires_at, h.opened_at, h.closed_at
FROM ledger_hold h JOIN ledger_account a ON a.slot = h.slot AND a.id = h.account
WHERE h.slot = :slot AND h.id = :hold FOR UPDATE OF h

-- name: lock_holds (sqlite) / those to close, with what is left of them
SELECT h.slot, h.id, h.account, h.amount - h.captured - h.released
FROM stage_ledger_closing s CROSS JOIN ledger_hold h ON h.slot = s.slot AND h.id = s.hold
-- name: lock_holds (postgres) / those to close, with what is left of them
SELECT h.slot, h.id, h.account, h.amount - h.captured - h.released
FROM stage_ledger_closing s JOIN ledger_hold h ON h.slot = s.slot AND h.id = s.hold ORDER BY s.n FOR UPDATE OF h

-- name: due_holds (sqlite) / expired by now
SELECT slot, id, account, amount - captured - released FROM ledger_hold
WHERE state = 0 AND expires_at < 9223372036854775807 AND expires_at <= :now ORDER BY expires_at LIMIT :limit
-- name: due_holds (postgres) / expired by now, but for those that somebody is capturing
SELECT slot, id, account, amount - captured - released FROM ledger_hold
WHERE state = 0 AND expires_at < 9223372036854775807 AND expires_at <= :now ORDER BY expires_at LIMIT :limit
FOR UPDATE SKIP LOCKED

-- name: close_holds / what is left goes back
UPDATE ledger_hold SET released = ledger_hold.amount - ledger_hold.captured, state = :state, closed_at = :closed_at
FROM stage_ledger_closing s WHERE ledger_hold.slot = s.slot AND ledger_hold.id = s.hold AND ledger_hold.state = 0

-- name: capture_hold / a part, or all
UPDATE ledger_hold SET captured = captured + :captured, released = released + :released, state = :state, closed_at = :closed_at
WHERE slot = :slot AND id = :hold

-- name: insert_capture / which transfer it was
INSERT INTO ledger_capture (slot, hold, transfer) VALUES (:slot, :hold, :transfer)
