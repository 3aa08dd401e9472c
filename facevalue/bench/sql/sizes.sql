-- name: state_bytes (postgres) / every table and index of the measured database but the log's
SELECT COALESCE(sum(pg_total_relation_size(c.oid)), 0)
FROM pg_class c JOIN pg_namespace s ON s.oid = c.relnamespace
WHERE s.nspname = 'public' AND c.relkind = 'r' AND c.relname NOT LIKE 'social_log%'

-- name: log_bytes (postgres) / the log's tables
SELECT COALESCE(sum(pg_total_relation_size(c.oid)), 0)
FROM pg_class c JOIN pg_namespace s ON s.oid = c.relnamespace
WHERE s.nspname = 'public' AND c.relkind = 'r' AND c.relname LIKE 'social_log%'
