CREATE TABLE IF NOT EXISTS kit_fact_head (
  kind text NOT NULL PRIMARY KEY,
  seq bigint NOT NULL CHECK (seq > 0)
);
CREATE TABLE IF NOT EXISTS kit_fact (
  kind text NOT NULL,
  seq bigint NOT NULL,
  at_ms bigint NOT NULL,
  body bytea NOT NULL,
  PRIMARY KEY (kind, seq)
);
