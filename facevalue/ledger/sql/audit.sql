-- Tables are read page by page, each page after the last row of the one before, so that an audit needs memory for the accounts alone.
-- stage: stage_ledger_stretches account i8, start i8, stop i8

-- name: page_of_accounts (sqlite) / sums as they are maintained
SELECT slot, id, unit, floor, debits, credits, held, last_transfer FROM ledger_account WHERE id > :after_2 ORDER BY id LIMIT :limit
-- name: page_of_accounts (postgres) / sums as they are maintained
SELECT slot, id, unit, floor, debits, credits, held, last_transfer FROM ledger_account
WHERE (slot, id) > (:after_1, :after_2) ORDER BY slot, id LIMIT :limit

-- name: page_of_owners (sqlite) / one for each account
SELECT slot, id, unit FROM ledger_owner WHERE id > :after_2 ORDER BY id LIMIT :limit
-- name: page_of_owners (postgres) / one for each account
SELECT slot, id, unit FROM ledger_owner WHERE (slot, id) > (:after_1, :after_2) ORDER BY slot, id LIMIT :limit

-- name: page_of_transfers (sqlite) / all that ever happened
SELECT slot, id, debit, credit, unit, amount, position, prev_debit, prev_credit FROM ledger_transfer
WHERE id > :after_2 ORDER BY id LIMIT :limit
-- name: page_of_transfers (postgres) / all that ever happened
SELECT slot, id, debit, credit, unit, amount, position, prev_debit, prev_credit FROM ledger_transfer
WHERE (slot, id) > (:after_1, :after_2) ORDER BY slot, id LIMIT :limit

-- name: page_of_holds / open and closed
SELECT slot, id, account, amount, captured, released, state FROM ledger_hold
WHERE (slot, id) > (:after_1, :after_2) ORDER BY slot, id LIMIT :limit

-- name: page_of_keys / what each stands for
SELECT slot, key_hi, key_lo, answer FROM ledger_key
WHERE (slot, key_hi, key_lo) > (:after_1, :after_2, :after_3) ORDER BY slot, key_hi, key_lo LIMIT :limit

-- name: page_of_statements / in the order of accounts
SELECT slot, account, last_transfer, debits, credits FROM ledger_statement
WHERE (slot, account, last_transfer) > (:after_1, :after_2, :after_3) ORDER BY slot, account, last_transfer LIMIT :limit

-- name: chain_length / transfers on the way back from the end of an account's chain, at most one more than there should be
WITH RECURSIVE step (depth, prev) AS (
  SELECT 0, CAST(:transfer AS bigint)
  UNION ALL
  SELECT s.depth + 1, CASE t.debit WHEN :account THEN t.prev_debit ELSE t.prev_credit END
  FROM step s JOIN ledger_transfer t ON t.slot = ((s.prev >> 14) & 255) AND t.id = s.prev
  WHERE s.depth <= :limit AND (t.debit = :account OR t.credit = :account)
)
SELECT MAX(depth) FROM step

-- name: sums_of_stretches (sqlite) / between two points of a chain; whether the way back from the later one met the earlier one
WITH RECURSIVE step (n, account, stop, prev, debit, credit) AS (
  SELECT n, account, stop, start, CAST(0 AS bigint), CAST(0 AS bigint) FROM stage_ledger_stretches
  UNION ALL
  SELECT s.n, s.account, s.stop,
    CASE t.debit WHEN s.account THEN t.prev_debit ELSE t.prev_credit END,
    CASE t.debit WHEN s.account THEN t.amount ELSE 0 END,
    CASE t.debit WHEN s.account THEN 0 ELSE t.amount END
  FROM step s JOIN ledger_transfer t ON t.slot = ((s.prev >> 14) & 255) AND t.id = s.prev
  WHERE s.prev <> s.stop
)
SELECT
  n AS n, CAST(SUM(debit) AS bigint) AS debits, CAST(SUM(credit) AS bigint) AS credits,
  MAX(CASE prev WHEN stop THEN 1 ELSE 0 END) AS met
FROM step GROUP BY n ORDER BY n
-- name: sums_of_stretches (postgres) / the same; LATERAL and LIMIT keep it from hashing all transfers anew at every step
WITH RECURSIVE step (n, account, stop, prev, debit, credit) AS (
  SELECT n, account, stop, start, CAST(0 AS bigint), CAST(0 AS bigint) FROM stage_ledger_stretches
  UNION ALL
  SELECT s.n, s.account, s.stop,
    CASE t.debit WHEN s.account THEN t.prev_debit ELSE t.prev_credit END,
    CASE t.debit WHEN s.account THEN t.amount ELSE 0 END,
    CASE t.debit WHEN s.account THEN 0 ELSE t.amount END
  FROM step s CROSS JOIN LATERAL (
    SELECT debit, amount, prev_debit, prev_credit FROM ledger_transfer WHERE slot = ((s.prev >> 14) & 255) AND id = s.prev LIMIT 1
  ) t
  WHERE s.prev <> s.stop
)
SELECT
  n AS n, CAST(SUM(debit) AS bigint) AS debits, CAST(SUM(credit) AS bigint) AS credits,
  MAX(CASE prev WHEN stop THEN 1 ELSE 0 END) AS met
FROM step GROUP BY n ORDER BY n

-- name: stray_statements / not of a transfer of the account, or of another time
SELECT s.account, s.last_transfer
FROM ledger_statement s LEFT JOIN ledger_transfer t
  ON t.slot = ((s.last_transfer >> 14) & 255) AND t.id = s.last_transfer AND t.at = s.at AND (t.debit = s.account OR t.credit = s.account)
WHERE t.id IS NULL

-- name: wrong_captures / holds whose captured sum is not that of their transfers
SELECT h.id, h.captured, COALESCE(SUM(t.amount), 0)
FROM ledger_hold h
LEFT JOIN ledger_capture c ON c.slot = h.slot AND c.hold = h.id
LEFT JOIN ledger_transfer t ON t.slot = ((c.transfer >> 14) & 255) AND t.id = c.transfer AND t.debit = h.account
GROUP BY h.slot, h.id, h.captured HAVING h.captured <> COALESCE(SUM(t.amount), 0)

-- name: stray_captures / of no hold
SELECT c.hold, c.transfer
FROM ledger_capture c LEFT JOIN ledger_hold h ON h.slot = c.slot AND h.id = c.hold WHERE h.id IS NULL

-- name: stray_meta / of no transfer
SELECT m.transfer
FROM ledger_meta m LEFT JOIN ledger_transfer t ON t.slot = m.slot AND t.id = m.transfer WHERE t.id IS NULL
