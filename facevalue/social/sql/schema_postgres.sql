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
CREATE INDEX IF NOT EXISTS social_edge_person ON social_edge (person, creator, kind);
CREATE INDEX IF NOT EXISTS social_edge_newest ON social_edge (slot, creator, position);
CREATE TABLE IF NOT EXISTS social_block (
  slot smallint NOT NULL,
  creator bigint NOT NULL,
  person bigint NOT NULL,
  position bigint NOT NULL,
  PRIMARY KEY (slot, creator, person)
);
CREATE INDEX IF NOT EXISTS social_block_person ON social_block (person, creator);
CREATE TABLE IF NOT EXISTS social_tier (
  slot smallint NOT NULL,
  person bigint NOT NULL,
  clears_after_ms bigint NOT NULL CHECK (clears_after_ms >= 0),
  held smallint NOT NULL CHECK (held IN (0, 1)),
  position bigint NOT NULL,
  PRIMARY KEY (slot, person)
);
-- What people see of a post; whose it is and what it earns stands in social_post, once settlement has met it.
CREATE TABLE IF NOT EXISTS social_content (
  slot smallint NOT NULL,
  post bigint NOT NULL,
  creator bigint NOT NULL,
  app bigint NOT NULL,
  campaign bigint NOT NULL,
  composition bigint NOT NULL,
  published_at bigint NOT NULL,
  state smallint NOT NULL CHECK (state IN (0, 1)),
  caption text NOT NULL,
  alt text NOT NULL,
  PRIMARY KEY (slot, post)
);
CREATE INDEX IF NOT EXISTS social_content_creator ON social_content (creator, app, published_at, post, state);
CREATE INDEX IF NOT EXISTS social_content_app ON social_content (app, published_at, post, state, creator);
-- `told`: the log has heard of it, or of its deletion.
CREATE TABLE IF NOT EXISTS social_comment (
  slot smallint NOT NULL,
  post bigint NOT NULL,
  id bigint NOT NULL,
  person bigint NOT NULL,
  via bigint NOT NULL,
  app bigint NOT NULL,
  at bigint NOT NULL,
  state smallint NOT NULL CHECK (state IN (0, 1, 2)),
  told smallint NOT NULL CHECK (told IN (0, 1)),
  key text NOT NULL,
  text text NOT NULL,
  PRIMARY KEY (slot, post, id),
  UNIQUE (slot, post, person, key)
);
CREATE INDEX IF NOT EXISTS social_comment_untold ON social_comment (at) WHERE told = 0;
CREATE INDEX IF NOT EXISTS social_comment_person ON social_comment (person, id);
-- What a person did in the last minutes, which settlement may not have met yet; in the slot of the person.
CREATE TABLE IF NOT EXISTS social_tap (
  slot smallint NOT NULL,
  person bigint NOT NULL,
  kind smallint NOT NULL,
  subject bigint NOT NULL,
  stands smallint NOT NULL CHECK (stands IN (0, 1)),
  seq bigint NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (slot, person, kind, subject)
);
CREATE INDEX IF NOT EXISTS social_tap_at ON social_tap (slot, at);
-- What people shared within an app, for the feeds of those who follow them; the engagement itself is settlement's.
CREATE TABLE IF NOT EXISTS social_share (
  person bigint NOT NULL,
  post bigint NOT NULL,
  app bigint NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (person, post)
);
CREATE INDEX IF NOT EXISTS social_share_person ON social_share (person, app, at, post);
-- Up to where somebody has seen what others did: the newest follower's position, and what they had earned by then.
CREATE TABLE IF NOT EXISTS social_seen (
  person bigint NOT NULL PRIMARY KEY,
  position bigint NOT NULL,
  earned bigint NOT NULL
);
CREATE TABLE IF NOT EXISTS social_rejection (
  slot smallint NOT NULL,
  post bigint NOT NULL,
  final smallint NOT NULL CHECK (final IN (0, 1)),
  position bigint NOT NULL,
  PRIMARY KEY (slot, post)
);
