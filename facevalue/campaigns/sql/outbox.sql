-- name: announce / in the same transaction as what it tells of
INSERT INTO campaigns_outbox (op, details, at_ms, sent_at) VALUES (:op, :details, :at_ms, 0)

-- name: unsent / in the order in which things depend on each other
SELECT id, op, details, at_ms FROM campaigns_outbox WHERE sent_at = 0 ORDER BY id LIMIT :limit

-- name: mark_sent / the log has it; sending it again would change nothing
UPDATE campaigns_outbox SET sent_at = :now_ms WHERE id = :id

-- name: start_cursor / a kind of facts that was never read before
INSERT INTO campaigns_cursor (kind, seq, place) VALUES (:kind, 0, 0) ON CONFLICT (kind) DO NOTHING

-- name: cursor / how far the facts of a kind were read; its lock lets one reader at a time go on
SELECT seq, place FROM campaigns_cursor WHERE kind = :kind

-- name: cursor (postgres) / SQLite has one writer at a time anyway
SELECT seq, place FROM campaigns_cursor WHERE kind = :kind FOR UPDATE

-- name: move_cursor / exactly once: in the transaction that did what the facts ask for
UPDATE campaigns_cursor SET seq = :seq, place = :place WHERE kind = :kind
