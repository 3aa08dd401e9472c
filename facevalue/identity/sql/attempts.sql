-- name: count_attempt / one more try, counted by the database so that no two processes overlook each other; a window that is over begins anew
INSERT INTO identity_attempt AS attempt (key, count, ends_at)
VALUES (:key, 1, :ends_at)
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN attempt.ends_at <= :now_ms THEN 1 ELSE attempt.count + 1 END,
    ends_at = CASE WHEN attempt.ends_at <= :now_ms THEN excluded.ends_at ELSE attempt.ends_at END
RETURNING count, ends_at
