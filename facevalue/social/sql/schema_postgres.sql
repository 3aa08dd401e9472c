CREATE TABLE IF NOT EXISTS social_post (
  slot smallint NOT NULL,
  id bigint NOT NULL,
  creator bigint NOT NULL,
  campaign bigint NOT NULL,
  series bigint NOT NULL,
  app bigint NOT NULL,
  escrow bigint NOT NULL,
  purse bigint NOT NULL,
  pending bigint NOT NULL,
  fee_account bigint NOT NULL,
  price_like integer NOT NULL CHECK (price_like BETWEEN 0 AND 1000000000),
  price_comment integer NOT NULL CHECK (price_comment BETWEEN 0 AND 1000000000),
  price_share integer NOT NULL CHECK (price_share BETWEEN 0 AND 1000000000),
  cap_post bigint NOT NULL CHECK (cap_post >= 0),
  cap_actor integer NOT NULL CHECK (cap_actor >= 0),
  fee_bps integer NOT NULL CHECK (fee_bps BETWEEN 0 AND 10000),
  published_at bigint NOT NULL,
  closes_at bigint NOT NULL,
  granted bigint NOT NULL CHECK (granted >= 0),
  closed smallint NOT NULL CHECK (closed IN (0, 1)),
  position bigint NOT NULL,
  changed bigint NOT NULL,
  PRIMARY KEY (slot, id)
);
CREATE TABLE IF NOT EXISTS social_edge (
  slot smallint NOT NULL,
  creator bigint NOT NULL,
  person bigint NOT NULL,
  kind smallint NOT NULL CHECK (kind IN (32, 34)),
  position bigint NOT NULL,
  PRIMARY KEY (slot, creator, person, kind)
);
CREATE TABLE IF NOT EXISTS social_block (
  slot smallint NOT NULL,
  creator bigint NOT NULL,
  person bigint NOT NULL,
  position bigint NOT NULL,
  PRIMARY KEY (slot, creator, person)
);
CREATE TABLE IF NOT EXISTS social_tier (
  slot smallint NOT NULL,
  person bigint NOT NULL,
  clears_after_ms bigint NOT NULL CHECK (clears_after_ms >= 0),
  held smallint NOT NULL CHECK (held IN (0, 1)),
  position bigint NOT NULL,
  PRIMARY KEY (slot, person)
);
