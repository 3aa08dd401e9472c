-- stage: stage_ledger_moves transfer i8, debit i8, credit i8, unit i4, amount i8, code i2, position i8, prev_debit i8, prev_credit i8
-- stage: stage_ledger_accounts slot i2, account i8, unit i4, previous i8, debits i8, credits i8, last_transfer i8
-- stage: stage_ledger_heads slot i2, account i8, unit i4
-- stage: stage_ledger_relinks move i4, prev_debit i8, prev_credit i8
-- stage: stage_ledger_due slot i2, account i8

-- name: heads (sqlite) / where the chains end; CROSS JOIN keeps the order of staging, which is that of the pages
SELECT a.last_transfer AS previous
FROM stage_ledger_heads s CROSS JOIN ledger_account a ON a.id = s.account AND a.unit = s.unit
-- name: heads (postgres) / where the chains end
SELECT a.last_transfer AS previous
FROM stage_ledger_heads s JOIN ledger_account a ON a.slot = s.slot AND a.id = s.account AND a.unit = s.unit
ORDER BY s.n

-- name: lock_heads (sqlite) / the same; the writer is alone anyway
SELECT a.last_transfer AS previous
FROM stage_ledger_heads s CROSS JOIN ledger_account a ON a.id = s.account AND a.unit = s.unit
-- name: lock_heads (postgres) / the same, and nobody else changes these accounts; always locked in order of their ids
SELECT a.last_transfer AS previous
FROM stage_ledger_heads s JOIN ledger_account a ON a.slot = s.slot AND a.id = s.account AND a.unit = s.unit
ORDER BY s.n FOR UPDATE OF a

-- name: unfit / the accounts that are missing (unit 0) or of another unit
SELECT s.account, COALESCE(a.unit, 0)
FROM stage_ledger_heads s LEFT JOIN ledger_account a ON a.slot = s.slot AND a.id = s.account
WHERE a.unit IS NULL OR a.unit <> s.unit ORDER BY s.n

-- name: post (sqlite) / to the accounts whose chains still end where they did
-- The row offered here is never inserted, as the account exists; its column `held` brings the transfer that the chain must still
-- end with. An upsert costs two thirds of UPDATE ... FROM, which collects its rows first.
INSERT INTO ledger_account (id, unit, floor, debits, credits, held, last_transfer, slot)
SELECT account, unit, -9223372036854775807, debits, credits, previous, last_transfer, slot FROM stage_ledger_accounts WHERE true
ON CONFLICT (id) DO UPDATE SET
  debits = debits + excluded.debits, credits = credits + excluded.credits, last_transfer = excluded.last_transfer
WHERE last_transfer = excluded.held
-- name: post (postgres) / to the accounts whose chains still end where they did
UPDATE ledger_account SET
  debits = ledger_account.debits + s.debits, credits = ledger_account.credits + s.credits, last_transfer = s.last_transfer
FROM stage_ledger_accounts s
WHERE ledger_account.slot = s.slot AND ledger_account.id = s.account AND ledger_account.last_transfer = s.previous

-- name: late (sqlite) / accounts that somebody else posted to since they were read, and so `post` left out
SELECT s.n AS n, a.last_transfer AS previous
FROM stage_ledger_accounts s CROSS JOIN ledger_account a ON a.id = s.account AND a.last_transfer <> s.last_transfer
-- name: late (postgres) / the same; nobody else changes them any more
SELECT s.n AS n, a.last_transfer AS previous
FROM stage_ledger_accounts s JOIN ledger_account a ON a.slot = s.slot AND a.id = s.account AND a.last_transfer <> s.last_transfer
ORDER BY s.n FOR UPDATE OF a

-- name: relink / moves that are the first of a late account follow what was posted in the meantime
UPDATE stage_ledger_moves SET
  prev_debit = CASE r.prev_debit WHEN 0 THEN stage_ledger_moves.prev_debit ELSE r.prev_debit END,
  prev_credit = CASE r.prev_credit WHEN 0 THEN stage_ledger_moves.prev_credit ELSE r.prev_credit END
FROM stage_ledger_relinks r WHERE stage_ledger_moves.n = r.move

-- name: append (sqlite) / moves become transfers; stored packed, see the schema
INSERT INTO ledger_transfer (id, debit, credit, unit, amount, code, ahead_ms, position, debit_gap, credit_gap)
SELECT
  transfer, debit, credit, unit, amount, code, (transfer >> 22) + 1704067200000 - :at, position,
  CASE prev_debit WHEN 0 THEN 0 ELSE transfer - prev_debit END,
  CASE prev_credit WHEN 0 THEN 0 ELSE transfer - prev_credit END
FROM stage_ledger_moves
-- name: append (postgres) / moves become transfers
INSERT INTO ledger_transfer (slot, id, debit, credit, unit, amount, code, at, position, prev_debit, prev_credit)
SELECT
  (transfer >> 14) & 255, transfer, debit, credit, unit, amount, code, CAST(:at AS bigint), position, prev_debit, prev_credit
FROM stage_ledger_moves

-- name: write_statements / so that looking back need not walk a whole chain
INSERT INTO ledger_statement (slot, account, last_transfer, at, debits, credits)
SELECT a.slot, a.id, a.last_transfer, :at, a.debits, a.credits
FROM stage_ledger_due s JOIN ledger_account a ON a.slot = s.slot AND a.id = s.account
