-- name: tables (postgres) / a measurement begins with an empty database
SELECT count(*) FROM pg_catalog.pg_tables WHERE schemaname = current_schema()
