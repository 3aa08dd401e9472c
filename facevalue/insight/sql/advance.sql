-- The folds add the rows after `folded_seq` to the rollups. Each sorts by the place of the row that it updates, for DuckDB needs
-- twenty times as long when the updates of one statement come in random order.

-- name: new_cursor (duckdb) / a new store has read nothing
INSERT INTO insight_cursor VALUES (:shape, 0, 0, 0, 0, 0)

-- name: cursor (duckdb) / how far the store is, in one row
SELECT seq, at_ms, checksum, folded_seq, fresh_rows FROM insight_cursor

-- name: shape (duckdb) / which version of the tables the store holds
SELECT shape FROM insight_cursor

-- name: move_cursor (duckdb) / in the transaction of the rows: that is what makes it exactly once
UPDATE insight_cursor
SET seq = :seq, at_ms = :at_ms, checksum = :checksum, folded_seq = :folded_seq, fresh_rows = :fresh_rows

-- name: append_engagements (duckdb) / straight from the columns of the facts
-- Which outcome adds to which figure stands here alone: 7 to 13 count without pay, 14 and 15 are held and paid, 16 is undone,
-- 18 makes what was paid free again, because the post was rejected for good.
-- An undo without a price gave nothing back. Held or paid without a price is an engagement that stands again, paid before.
INSERT INTO insight_engagement
SELECT
    fact, settled_ms, position, slot, post, creator, campaign, app, actor, via, kind, undo, outcome, degree, price, fee, "at",
    CASE WHEN outcome IN (14, 15) AND price > 0 THEN 1 WHEN outcome IN (16, 18) AND price < 0 THEN -1 ELSE 0 END,
    CASE WHEN outcome BETWEEN 7 AND 13 OR (outcome = 18 AND price < 0) THEN 1 ELSE 0 END,
    CASE WHEN price != 0 THEN 0 WHEN outcome = 16 THEN 1 WHEN outcome IN (14, 15) THEN -1 ELSE 0 END,
    clears
FROM insight_stage

-- name: fold_totals (duckdb) / what the live page shows, without the hours
MERGE INTO insight_total AS total
USING (
    SELECT fresh.*, old.rowid AS place
    FROM (
        SELECT
            campaign, degree, kind, outcome, app,
            count(*) AS engagements, sum(paid)::BIGINT AS paid, sum(free)::BIGINT AS free,
            sum(unrefunded)::BIGINT AS unrefunded, sum(price)::BIGINT AS tokens, sum(fee)::BIGINT AS fee_tokens
        FROM insight_engagement
        WHERE fact > :folded_seq
        GROUP BY ALL
    ) AS fresh
    LEFT JOIN insight_total AS old USING (campaign, degree, kind, outcome, app)
    ORDER BY place
) AS fresh
ON total.rowid = fresh.place
WHEN MATCHED THEN UPDATE SET
    engagements = total.engagements + fresh.engagements, paid = total.paid + fresh.paid, free = total.free + fresh.free,
    unrefunded = total.unrefunded + fresh.unrefunded, tokens = total.tokens + fresh.tokens,
    fee_tokens = total.fee_tokens + fresh.fee_tokens
WHEN NOT MATCHED THEN INSERT (
    campaign, degree, kind, outcome, app,
    engagements, paid, free, unrefunded, tokens, fee_tokens
) VALUES (
    fresh.campaign, fresh.degree, fresh.kind, fresh.outcome, fresh.app,
    fresh.engagements, fresh.paid, fresh.free, fresh.unrefunded, fresh.tokens, fresh.fee_tokens
)

-- name: fold_hours (duckdb) / totals over time
MERGE INTO insight_hour AS total
USING (
    SELECT fresh.*, old.rowid AS place
    FROM (
        SELECT
            at_ms - at_ms % 3600000 AS hour_ms, campaign, degree, kind, outcome, app,
            count(*) AS engagements, sum(paid)::BIGINT AS paid, sum(free)::BIGINT AS free,
            sum(unrefunded)::BIGINT AS unrefunded, sum(price)::BIGINT AS tokens, sum(fee)::BIGINT AS fee_tokens
        FROM insight_engagement
        WHERE fact > :folded_seq
        GROUP BY ALL
    ) AS fresh
    LEFT JOIN insight_hour AS old USING (hour_ms, campaign, degree, kind, outcome, app)
    ORDER BY place
) AS fresh
ON total.rowid = fresh.place
WHEN MATCHED THEN UPDATE SET
    engagements = total.engagements + fresh.engagements, paid = total.paid + fresh.paid, free = total.free + fresh.free,
    unrefunded = total.unrefunded + fresh.unrefunded, tokens = total.tokens + fresh.tokens,
    fee_tokens = total.fee_tokens + fresh.fee_tokens
WHEN NOT MATCHED THEN INSERT (
    hour_ms, campaign, degree, kind, outcome, app,
    engagements, paid, free, unrefunded, tokens, fee_tokens
) VALUES (
    fresh.hour_ms, fresh.campaign, fresh.degree, fresh.kind, fresh.outcome, fresh.app,
    fresh.engagements, fresh.paid, fresh.free, fresh.unrefunded, fresh.tokens, fresh.fee_tokens
)

-- name: fold_creators (duckdb) / who earns most
MERGE INTO insight_creator AS total
USING (
    SELECT fresh.*, old.rowid AS place
    FROM (
        SELECT
            campaign, creator,
            count(*) AS engagements, sum(paid)::BIGINT AS paid, sum(free)::BIGINT AS free,
            sum(unrefunded)::BIGINT AS unrefunded, sum(price)::BIGINT AS tokens, sum(fee)::BIGINT AS fee_tokens
        FROM insight_engagement
        WHERE fact > :folded_seq
        GROUP BY ALL
    ) AS fresh
    LEFT JOIN insight_creator AS old USING (campaign, creator)
    ORDER BY place
) AS fresh
ON total.rowid = fresh.place
WHEN MATCHED THEN UPDATE SET
    engagements = total.engagements + fresh.engagements, paid = total.paid + fresh.paid, free = total.free + fresh.free,
    unrefunded = total.unrefunded + fresh.unrefunded, tokens = total.tokens + fresh.tokens,
    fee_tokens = total.fee_tokens + fresh.fee_tokens
WHEN NOT MATCHED THEN INSERT (
    campaign, creator,
    engagements, paid, free, unrefunded, tokens, fee_tokens
) VALUES (
    fresh.campaign, fresh.creator,
    fresh.engagements, fresh.paid, fresh.free, fresh.unrefunded, fresh.tokens, fresh.fee_tokens
)

-- name: fold_seconds (duckdb) / what arrived lately
INSERT INTO insight_second
SELECT campaign, settled_ms // 1000, count(*) FILTER (paid > 0), count(*) FILTER (free > 0)
FROM insight_engagement
WHERE fact > :folded_seq AND settled_ms // 1000 >= :from_second AND paid + free > 0
GROUP BY ALL

-- name: forget_seconds (duckdb) / the moving chart looks back one minute
DELETE FROM insight_second WHERE second < :from_second

-- name: write_back (duckdb) / waits for the readers there are, lets new ones wait, and empties the journal
FORCE CHECKPOINT
