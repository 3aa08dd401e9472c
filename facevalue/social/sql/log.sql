-- name: next_segment_seq / the head row orders segments by commit: its lock is held until then
UPDATE social_log_head SET seq = seq + 1 RETURNING seq

-- name: insert_delivery / (source, key) is taken once, forever
INSERT INTO social_log_delivery (source, key, digest, seq, at_ms, answer)
VALUES (:source, :key, :digest, :seq, :at_ms, :answer)
ON CONFLICT (source, key) DO NOTHING

-- name: read_delivery / what the first one was told
SELECT digest, seq, answer, at_ms FROM social_log_delivery WHERE source = :source AND key = :key

-- name: insert_segment / a group commit's records
INSERT INTO social_log_segment (seq, at_ms, records, body, details) VALUES (:seq, :at_ms, :records, :body, :details)

-- name: list_segments / how many records the next segments hold, without reading them
SELECT seq, records FROM social_log_segment WHERE seq > :after_seq ORDER BY seq LIMIT :limit

-- name: read_segments / by cursor
SELECT seq, at_ms, body, details FROM social_log_segment WHERE seq > :after_seq AND seq <= :last_seq ORDER BY seq

-- name: last_segment_seq / how far a reader can get
SELECT max(seq) FROM social_log_segment
