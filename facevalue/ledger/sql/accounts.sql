-- stage: stage_ledger_openings slot i2, id i8, owner i8

-- name: insert_owners / an owner's account of a kind and unit is opened once
INSERT INTO ledger_owner (slot, id, owner, unit, kind, opened_at)
SELECT slot, id, owner, :unit, :kind, :opened_at FROM stage_ledger_openings WHERE true ORDER BY n
ON CONFLICT (slot, owner, kind, unit) DO NOTHING

-- name: insert_accounts / for those that were not there
INSERT INTO ledger_account (slot, id, unit, floor, debits, credits, held, last_transfer)
SELECT o.slot, o.id, o.unit, :floor, 0, 0, 0, 0
FROM stage_ledger_openings s JOIN ledger_owner o ON o.slot = s.slot AND o.id = s.id ORDER BY s.n

-- name: accounts_of / by owner
SELECT s.n AS n, o.id AS id
FROM stage_ledger_openings s JOIN ledger_owner o ON o.slot = s.slot AND o.owner = s.owner AND o.kind = :kind AND o.unit = :unit

-- name: account / whose it is and what is in it
SELECT o.id, o.slot, o.owner, o.unit, o.kind, o.opened_at, a.floor, a.debits, a.credits, a.held, a.last_transfer
FROM ledger_owner o JOIN ledger_account a ON a.slot = o.slot AND a.id = o.id
WHERE o.slot = :slot AND o.id = :account

-- name: sums / what is in an account
SELECT credits - debits, held FROM ledger_account WHERE slot = :slot AND id = :account

-- name: accounts_of_owner / all of one owner, by kind and unit
SELECT o.id, o.slot, o.owner, o.unit, o.kind, o.opened_at, a.floor, a.debits, a.credits, a.held, a.last_transfer
FROM ledger_owner o JOIN ledger_account a ON a.slot = o.slot AND a.id = o.id
WHERE o.slot = :slot AND o.owner = :owner ORDER BY o.kind, o.unit

-- name: owners / whose these are
SELECT s.id AS id, o.owner AS owner, o.kind AS kind
FROM stage_ledger_openings s CROSS JOIN ledger_owner o WHERE o.slot = s.slot AND o.id = s.id
