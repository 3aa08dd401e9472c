-- A store of another shape (any change of this file) is thrown away and made again from the facts.

CREATE OR REPLACE TABLE insight_cursor (
    shape VARCHAR NOT NULL,       -- digest of this file
    seq BIGINT NOT NULL,          -- the last fact that was loaded
    at_ms BIGINT NOT NULL,        -- its time and the checksum of its body: the facts of another database show
    checksum BIGINT NOT NULL,
    folded_seq BIGINT NOT NULL,   -- the last fact that the rollups hold; reads add the rows after it
    fresh_rows BIGINT NOT NULL    -- the number of rows after it
);

-- Every settled engagement, in log order within a fact.
CREATE OR REPLACE TABLE insight_engagement (
    fact BIGINT NOT NULL,
    settled_ms BIGINT NOT NULL,
    position BIGINT NOT NULL,
    slot SMALLINT NOT NULL,
    post BIGINT NOT NULL,
    creator BIGINT NOT NULL,
    campaign BIGINT NOT NULL,
    app BIGINT NOT NULL,
    actor BIGINT NOT NULL,
    via BIGINT NOT NULL,
    kind TINYINT NOT NULL,
    undo TINYINT NOT NULL,
    outcome TINYINT NOT NULL,
    degree INTEGER NOT NULL,
    price BIGINT NOT NULL,
    fee BIGINT NOT NULL,
    at_ms BIGINT NOT NULL
);

-- What a row adds to each figure; the only place that knows outcomes: 7 to 13 count without pay, 14 and 15 are held and paid,
-- 16 is undone. An undo without a price gave nothing back. Held or paid without a price is one that stands again, paid before.
CREATE OR REPLACE VIEW insight_measure AS
SELECT
    fact, campaign, creator, app, degree, kind, outcome,
    at_ms - at_ms % 3600000 AS hour_ms,
    settled_ms // 1000 AS second,
    CASE WHEN outcome IN (14, 15) AND price > 0 THEN 1 WHEN outcome = 16 AND price < 0 THEN -1 ELSE 0 END AS paid,
    CASE WHEN outcome BETWEEN 7 AND 13 THEN 1 ELSE 0 END AS free,
    CASE WHEN price != 0 THEN 0 WHEN outcome = 16 THEN 1 WHEN outcome IN (14, 15) THEN -1 ELSE 0 END AS unrefunded,
    price AS tokens,
    fee AS fee_tokens
FROM insight_engagement;

-- Rollups. No index: a fold joins some thousand groups with the table once, and zone maps find a campaign quickly.
CREATE OR REPLACE TABLE insight_total (
    campaign BIGINT NOT NULL,
    degree INTEGER NOT NULL,
    kind TINYINT NOT NULL,
    outcome TINYINT NOT NULL,
    app BIGINT NOT NULL,
    engagements BIGINT NOT NULL,
    paid BIGINT NOT NULL,
    free BIGINT NOT NULL,
    unrefunded BIGINT NOT NULL,
    tokens BIGINT NOT NULL,
    fee_tokens BIGINT NOT NULL
);

CREATE OR REPLACE TABLE insight_hour (
    hour_ms BIGINT NOT NULL,
    campaign BIGINT NOT NULL,
    degree INTEGER NOT NULL,
    kind TINYINT NOT NULL,
    outcome TINYINT NOT NULL,
    app BIGINT NOT NULL,
    engagements BIGINT NOT NULL,
    paid BIGINT NOT NULL,
    free BIGINT NOT NULL,
    unrefunded BIGINT NOT NULL,
    tokens BIGINT NOT NULL,
    fee_tokens BIGINT NOT NULL
);

CREATE OR REPLACE TABLE insight_creator (
    campaign BIGINT NOT NULL,
    creator BIGINT NOT NULL,
    engagements BIGINT NOT NULL,
    paid BIGINT NOT NULL,
    free BIGINT NOT NULL,
    unrefunded BIGINT NOT NULL,
    tokens BIGINT NOT NULL,
    fee_tokens BIGINT NOT NULL
);

-- The last minutes only: what arrived, so undos take nothing away. A second may stand in several rows.
CREATE OR REPLACE TABLE insight_second (
    campaign BIGINT NOT NULL,
    second BIGINT NOT NULL,
    paid BIGINT NOT NULL,
    free BIGINT NOT NULL
);
