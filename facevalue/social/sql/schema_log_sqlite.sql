CREATE TABLE IF NOT EXISTS social_log_head (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  seq INTEGER NOT NULL
);
INSERT INTO social_log_head (id, seq) VALUES (1, 0) ON CONFLICT (id) DO NOTHING;
CREATE TABLE IF NOT EXISTS social_log_segment (
  seq INTEGER PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  records INTEGER NOT NULL CHECK (records > 0),
  body BLOB NOT NULL,
  details BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS social_log_delivery (
  source INTEGER NOT NULL,
  key TEXT NOT NULL,
  digest BLOB NOT NULL,
  seq INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  answer BLOB NOT NULL,
  PRIMARY KEY (source, key)
) WITHOUT ROWID;
