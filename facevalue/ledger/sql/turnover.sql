-- name: page_of_moves (sqlite) / why what went where
SELECT slot, id, debit, credit, amount, code FROM ledger_transfer
WHERE id > :after_2 AND code BETWEEN :first AND :last ORDER BY id LIMIT :limit
-- name: page_of_moves (postgres) / why what went where
SELECT slot, id, debit, credit, amount, code FROM ledger_transfer
WHERE (slot, id) > (:after_1, :after_2) AND code BETWEEN :first AND :last ORDER BY slot, id LIMIT :limit
