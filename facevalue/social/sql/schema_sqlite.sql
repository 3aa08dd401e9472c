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
CREATE INDEX IF NOT EXISTS social_edge_person ON social_edge (person, creator, kind);
CREATE INDEX IF NOT EXISTS social_edge_newest ON social_edge (slot, creator, position);
CREATE TABLE IF NOT EXISTS social_block (
  slot INTEGER NOT NULL,
  creator INTEGER NOT NULL,
  person INTEGER NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (slot, creator, person)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS social_block_person ON social_block (person, creator);
CREATE TABLE IF NOT EXISTS social_tier (
  slot INTEGER NOT NULL,
  person INTEGER NOT NULL,
  clears_after_ms INTEGER NOT NULL CHECK (clears_after_ms >= 0),
  held INTEGER NOT NULL CHECK (held IN (0, 1)),
  position INTEGER NOT NULL,
  PRIMARY KEY (slot, person)
) WITHOUT ROWID;
-- What people see of a post; whose it is and what it earns stands in social_post, once settlement has met it.
CREATE TABLE IF NOT EXISTS social_content (
  slot INTEGER NOT NULL,
  post INTEGER NOT NULL,
  creator INTEGER NOT NULL,
  app INTEGER NOT NULL,
  campaign INTEGER NOT NULL,
  composition INTEGER NOT NULL,
  published_at INTEGER NOT NULL,
  state INTEGER NOT NULL CHECK (state IN (0, 1)),
  caption TEXT NOT NULL,
  alt TEXT NOT NULL,
  PRIMARY KEY (slot, post)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS social_content_creator ON social_content (creator, app, published_at, post, state);
CREATE INDEX IF NOT EXISTS social_content_app ON social_content (app, published_at, post, state, creator);
-- `told`: the log has heard of it, or of its deletion.
CREATE TABLE IF NOT EXISTS social_comment (
  slot INTEGER NOT NULL,
  post INTEGER NOT NULL,
  id INTEGER NOT NULL,
  person INTEGER NOT NULL,
  via INTEGER NOT NULL,
  app INTEGER NOT NULL,
  at INTEGER NOT NULL,
  state INTEGER NOT NULL CHECK (state IN (0, 1, 2)),
  told INTEGER NOT NULL CHECK (told IN (0, 1)),
  key TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (slot, post, id),
  UNIQUE (slot, post, person, key)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS social_comment_untold ON social_comment (at) WHERE told = 0;
CREATE INDEX IF NOT EXISTS social_comment_person ON social_comment (person, id);
-- What a person did in the last minutes, which settlement may not have met yet; in the slot of the person.
CREATE TABLE IF NOT EXISTS social_tap (
  slot INTEGER NOT NULL,
  person INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  subject INTEGER NOT NULL,
  stands INTEGER NOT NULL CHECK (stands IN (0, 1)),
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (slot, person, kind, subject)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS social_tap_at ON social_tap (slot, at);
-- What people shared within an app, for the feeds of those who follow them; the engagement itself is settlement's.
CREATE TABLE IF NOT EXISTS social_share (
  person INTEGER NOT NULL,
  post INTEGER NOT NULL,
  app INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (person, post)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS social_share_person ON social_share (person, app, at, post);
-- Up to where somebody has seen what others did: the newest follower's position, and what they had earned by then.
CREATE TABLE IF NOT EXISTS social_seen (
  person INTEGER NOT NULL PRIMARY KEY,
  position INTEGER NOT NULL,
  earned INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS social_rejection (
  slot INTEGER NOT NULL,
  post INTEGER NOT NULL,
  final INTEGER NOT NULL CHECK (final IN (0, 1)),
  position INTEGER NOT NULL,
  PRIMARY KEY (slot, post)
) WITHOUT ROWID;
