CREATE TABLE IF NOT EXISTS social_log_head (
  id smallint PRIMARY KEY CHECK (id = 1),
  seq bigint NOT NULL
);
INSERT INTO social_log_head (id, seq) VALUES (1, 0) ON CONFLICT (id) DO NOTHING;
CREATE TABLE IF NOT EXISTS social_log_segment (
  seq bigint PRIMARY KEY,
  at_ms bigint NOT NULL,
  records integer NOT NULL CHECK (records > 0),
  body bytea NOT NULL,
  details bytea NOT NULL
);
ALTER TABLE social_log_segment ALTER COLUMN body SET STORAGE EXTERNAL;
CREATE TABLE IF NOT EXISTS social_log_delivery (
  source bigint NOT NULL,
  key text NOT NULL,
  digest bytea NOT NULL,
  seq bigint NOT NULL,
  at_ms bigint NOT NULL,
  answer bytea NOT NULL,
  PRIMARY KEY (source, key)
);
