CREATE TABLE IF NOT EXISTS social_post (
  slot INTEGER NOT NULL,
  id INTEGER NOT NULL,
  creator INTEGER NOT NULL,
  campaign INTEGER NOT NULL,
  series INTEGER NOT NULL,
  app INTEGER NOT NULL,
  escrow INTEGER NOT NULL,
  purse INTEGER NOT NULL,
  pending INTEGER NOT NULL,
  fee_account INTEGER NOT NULL,
  price_like INTEGER NOT NULL CHECK (price_like BETWEEN 0 AND 1000000000),
  price_comment INTEGER NOT NULL CHECK (price_comment BETWEEN 0 AND 1000000000),
  price_share INTEGER NOT NULL CHECK (price_share BETWEEN 0 AND 1000000000),
  cap_post INTEGER NOT NULL CHECK (cap_post >= 0),
  cap_actor INTEGER NOT NULL CHECK (cap_actor >= 0),
  fee_bps INTEGER NOT NULL CHECK (fee_bps BETWEEN 0 AND 10000),
  published_at INTEGER NOT NULL,
  closes_at INTEGER NOT NULL,
  granted INTEGER NOT NULL CHECK (granted >= 0),
  closed INTEGER NOT NULL CHECK (closed IN (0, 1)),
  position INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  PRIMARY KEY (slot, id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS social_edge (
  slot INTEGER NOT NULL,
  creator INTEGER NOT NULL,
  person INTEGER NOT NULL,
  kind INTEGER NOT NULL CHECK (kind IN (32, 34)),
  position INTEGER NOT NULL,
  PRIMARY KEY (slot, creator, person, kind)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS social_block (
  slot INTEGER NOT NULL,
  creator INTEGER NOT NULL,
  person INTEGER NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (slot, creator, person)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS social_tier (
  slot INTEGER NOT NULL,
  person INTEGER NOT NULL,
  clears_after_ms INTEGER NOT NULL CHECK (clears_after_ms >= 0),
  held INTEGER NOT NULL CHECK (held IN (0, 1)),
  position INTEGER NOT NULL,
  PRIMARY KEY (slot, person)
) WITHOUT ROWID;
