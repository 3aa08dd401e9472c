-- name: last_transfer / where an account's chain ends
SELECT last_transfer FROM ledger_account WHERE slot = :slot AND id = :account

-- name: transfer_before / where an account's chain goes on from a transfer
SELECT CASE debit WHEN :account THEN prev_debit ELSE prev_credit END FROM ledger_transfer
WHERE slot = :slot AND id = :transfer AND (debit = :account OR credit = :account)

-- name: history / an account's transfers, newest first, along its chain
WITH RECURSIVE entry (place, id, at, debit, credit, unit, amount, code, position, prev) AS (
  SELECT 1, t.id, t.at, t.debit, t.credit, t.unit, t.amount, t.code, t.position,
    CASE t.debit WHEN :account THEN t.prev_debit ELSE t.prev_credit END
  FROM ledger_transfer t WHERE t.slot = :slot AND t.id = :transfer
  UNION ALL
  SELECT e.place + 1, t.id, t.at, t.debit, t.credit, t.unit, t.amount, t.code, t.position,
    CASE t.debit WHEN :account THEN t.prev_debit ELSE t.prev_credit END
  FROM entry e JOIN ledger_transfer t ON t.slot = ((e.prev >> 14) & 255) AND t.id = e.prev
  WHERE e.place < :limit
)
SELECT id, at, debit, credit, unit, amount, code, position FROM entry ORDER BY place

-- name: statement_after / the earliest known point of an account's chain that is later than a time
SELECT last_transfer, credits - debits FROM ledger_statement
WHERE slot = :slot AND account = :account AND at > :at ORDER BY last_transfer LIMIT 1

-- name: head / the end of an account's chain
SELECT last_transfer, credits - debits FROM ledger_account WHERE slot = :slot AND id = :account

-- name: posted_since / what changed from a time up to a point of the chain, walking back from there
WITH RECURSIVE later (prev, delta) AS (
  SELECT CAST(:transfer AS bigint), CAST(0 AS bigint)
  UNION ALL
  SELECT
    CASE t.debit WHEN :account THEN t.prev_debit ELSE t.prev_credit END,
    CASE t.debit WHEN :account THEN -t.amount ELSE t.amount END
  FROM later l JOIN ledger_transfer t ON t.slot = ((l.prev >> 14) & 255) AND t.id = l.prev
  WHERE t.at > :at
)
SELECT CAST(SUM(delta) AS bigint) FROM later

-- name: entry / one transfer
SELECT id, at, debit, credit, unit, amount, code, position FROM ledger_transfer WHERE slot = :slot AND id = :transfer
