-- name: next_seq / the head row orders the facts of a kind by commit: its lock is held until then
INSERT INTO kit_fact_head (kind, seq) VALUES (:kind, 1)
ON CONFLICT (kind) DO UPDATE SET seq = kit_fact_head.seq + 1
RETURNING seq

-- name: append_fact / facts are never changed
INSERT INTO kit_fact (kind, seq, at_ms, body) VALUES (:kind, :seq, :at_ms, :body)

-- name: read_facts / by cursor
SELECT seq, at_ms, body FROM kit_fact WHERE kind = :kind AND seq > :after_seq ORDER BY seq LIMIT :limit

-- name: last_seq / how far a reader can get
SELECT seq FROM kit_fact_head WHERE kind = :kind
