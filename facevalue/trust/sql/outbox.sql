-- name: announce / in the same transaction as what it tells of
INSERT INTO trust_outbox (op, details, at_ms, sent_at) VALUES (:op, :details, :at_ms, 0)

-- name: unsent / in the order in which things depend on each other
SELECT id, op, details, at_ms FROM trust_outbox WHERE sent_at = 0 ORDER BY id LIMIT :limit

-- name: mark_sent / the log has it; sending it again would change nothing
UPDATE trust_outbox SET sent_at = :now_ms WHERE id = :id

-- name: lock_void / rejected ones whose owners let the time for an appeal pass; SQLite has one writer at a time
SELECT post FROM trust_submission WHERE voids_at > 0 AND voided_at = 0 AND voids_at <= :now_ms ORDER BY voids_at LIMIT :limit

-- name: lock_void (postgres) / whoever appeals at this moment goes first
SELECT post FROM trust_submission WHERE voids_at > 0 AND voided_at = 0 AND voids_at <= :now_ms ORDER BY voids_at LIMIT :limit
FOR UPDATE SKIP LOCKED

-- name: void / for good
UPDATE trust_submission SET voided_at = :now_ms WHERE post = :post AND state = 'rejected' AND voided_at = 0
