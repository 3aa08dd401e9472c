CREATE TABLE IF NOT EXISTS settlement_slot (
  slot INTEGER NOT NULL PRIMARY KEY CHECK (slot BETWEEN 0 AND 255),
  position INTEGER NOT NULL,
  clock_hour INTEGER NOT NULL,
  holder INTEGER NOT NULL,
  held_until_ms INTEGER NOT NULL
);
INSERT INTO settlement_slot (slot, position, clock_hour, holder, held_until_ms)
WITH RECURSIVE slots (slot) AS (SELECT 0 UNION ALL SELECT slot + 1 FROM slots WHERE slot < 255)
SELECT slot, 0, 0, 0, 0 FROM slots WHERE true
ON CONFLICT (slot) DO NOTHING;
CREATE TABLE IF NOT EXISTS settlement_worker (
  id INTEGER NOT NULL PRIMARY KEY,
  seen_ms INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS settlement_engagement (
  slot INTEGER NOT NULL,
  series INTEGER NOT NULL,
  actor INTEGER NOT NULL,
  post INTEGER NOT NULL,
  kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 3),
  position INTEGER NOT NULL,
  at INTEGER NOT NULL,
  degree INTEGER NOT NULL CHECK (degree >= 1),
  outcome INTEGER NOT NULL CHECK (outcome BETWEEN 7 AND 15),
  counted INTEGER NOT NULL CHECK (counted IN (0, 1)),
  price INTEGER NOT NULL CHECK (price >= 0),
  day INTEGER NOT NULL,
  number INTEGER NOT NULL,
  clears INTEGER NOT NULL,
  PRIMARY KEY (slot, series, actor, post, kind)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS settlement_closed (
  slot INTEGER NOT NULL,
  post INTEGER NOT NULL,
  cap INTEGER NOT NULL CHECK (cap IN (0, 1)),
  escrow INTEGER NOT NULL CHECK (escrow IN (0, 1)),
  PRIMARY KEY (slot, post)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS settlement_clearing (
  slot INTEGER NOT NULL,
  hour INTEGER NOT NULL,
  pending INTEGER NOT NULL,
  purse INTEGER NOT NULL,
  tokens INTEGER NOT NULL CHECK (tokens >= 0),
  PRIMARY KEY (slot, hour, pending)
) WITHOUT ROWID;
-- What moved earnings that were there already, by the code of its transfers: the clock (post 0, from `clock_hour` to `hour`), a
-- rejection or restoration of a post, at that hour. With the facts it explains every transfer.
CREATE TABLE IF NOT EXISTS settlement_turn (
  slot INTEGER NOT NULL,
  post INTEGER NOT NULL,
  position INTEGER NOT NULL,
  code INTEGER NOT NULL,
  clock_hour INTEGER NOT NULL,
  hour INTEGER NOT NULL,
  tokens INTEGER NOT NULL,
  PRIMARY KEY (slot, post, position)
) WITHOUT ROWID;
