-- A store of another shape (any change here or of the statement that appends) is thrown away and made again from the facts.

CREATE OR REPLACE TABLE insight_cursor (
    shape VARCHAR NOT NULL,       -- digest of all this
    seq BIGINT NOT NULL,          -- the last fact that was loaded
    at_ms BIGINT NOT NULL,        -- its time and the checksum of its body: the facts of another database show
    checksum BIGINT NOT NULL,
    folded_seq BIGINT NOT NULL,   -- the last fact that the rollups hold; reads add the rows after it
    fresh_rows BIGINT NOT NULL    -- the number of rows after it
);

-- Every settled engagement, in log order within a fact; `paid`, `free` and `unrefunded` are what it adds to these figures.
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
    at_ms BIGINT NOT NULL,
    paid TINYINT NOT NULL,
    free TINYINT NOT NULL,
    unrefunded TINYINT NOT NULL,
    clears INTEGER NOT NULL       -- the hour from which its tokens can be spent, 0 = at once
);

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
