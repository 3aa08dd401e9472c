CREATE TABLE IF NOT EXISTS settlement_slot (
  slot smallint NOT NULL PRIMARY KEY CHECK (slot BETWEEN 0 AND 255),
  position bigint NOT NULL,
  clock_hour integer NOT NULL,
  holder bigint NOT NULL,
  held_until_ms bigint NOT NULL
) WITH (fillfactor = 50);
INSERT INTO settlement_slot (slot, position, clock_hour, holder, held_until_ms)
WITH RECURSIVE slots (slot) AS (SELECT 0 UNION ALL SELECT slot + 1 FROM slots WHERE slot < 255)
SELECT slot, 0, 0, 0, 0 FROM slots WHERE true
ON CONFLICT (slot) DO NOTHING;
CREATE TABLE IF NOT EXISTS settlement_worker (
  id bigint NOT NULL PRIMARY KEY,
  seen_ms bigint NOT NULL
);
-- Wide columns first, so that nothing is padded.
CREATE TABLE IF NOT EXISTS settlement_engagement (
  series bigint NOT NULL,
  actor bigint NOT NULL,
  post bigint NOT NULL,
  position bigint NOT NULL,
  at bigint NOT NULL,
  degree integer NOT NULL CHECK (degree >= 1),
  price integer NOT NULL CHECK (price >= 0),
  day integer NOT NULL,
  number integer NOT NULL,
  clears integer NOT NULL,
  slot smallint NOT NULL,
  kind smallint NOT NULL CHECK (kind BETWEEN 1 AND 3),
  outcome smallint NOT NULL CHECK (outcome BETWEEN 7 AND 15),
  counted smallint NOT NULL CHECK (counted IN (0, 1)),
  PRIMARY KEY (slot, series, actor, post, kind)
);
CREATE TABLE IF NOT EXISTS settlement_closed (
  slot smallint NOT NULL,
  post bigint NOT NULL,
  cap smallint NOT NULL CHECK (cap IN (0, 1)),
  escrow smallint NOT NULL CHECK (escrow IN (0, 1)),
  PRIMARY KEY (slot, post)
);
CREATE TABLE IF NOT EXISTS settlement_clearing (
  slot smallint NOT NULL,
  hour integer NOT NULL,
  pending bigint NOT NULL,
  purse bigint NOT NULL,
  tokens bigint NOT NULL CHECK (tokens >= 0),
  PRIMARY KEY (slot, hour, pending)
);
-- What moved earnings that were there already, by the code of its transfers: the clock (post 0, from `clock_hour` to `hour`), a
-- rejection or restoration of a post, at that hour. With the facts it explains every transfer.
CREATE TABLE IF NOT EXISTS settlement_turn (
  slot smallint NOT NULL,
  post bigint NOT NULL,
  position bigint NOT NULL,
  code smallint NOT NULL,
  clock_hour integer NOT NULL,
  hour integer NOT NULL,
  tokens bigint NOT NULL,
  PRIMARY KEY (slot, post, position)
);
