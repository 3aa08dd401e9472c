-- What people read of single engagements. Zone maps leave out whatever was settled before a post was published.

-- name: fact_of_payment (duckdb) / the batch in which a transfer of a post's escrow was made
SELECT fact FROM insight_engagement WHERE post = :post AND position = :position AND price != 0 LIMIT 1

-- name: payments_of_batch (duckdb) / those of a post that one transfer paid (sign 1) or took back (-1)
SELECT position, post, kind, actor, via, degree, outcome, price, fee, at_ms, clears, undo
FROM insight_engagement WHERE fact = :fact AND post = :post AND price * :sign > 0
ORDER BY position, actor, kind

-- name: payments_clearing (duckdb) / what a creator earned and lost that clears in some hours
SELECT position, post, kind, actor, via, degree, outcome, price, fee, at_ms, clears, undo
FROM insight_engagement
WHERE creator = :creator AND clears > :after_hour AND clears <= :hour AND price != 0 AND position < :position
ORDER BY position, actor, kind

-- name: events_of_post (duckdb) / what changed its payments, or the order in which they stand
SELECT position, post, kind, actor, via, degree, outcome, price, fee, at_ms, clears, undo
FROM insight_engagement
WHERE post = :post AND position < :position AND (price != 0 OR outcome BETWEEN 7 AND 15)
ORDER BY position, actor, kind

-- name: activity (duckdb) / who engaged with a creator's posts and has not taken it back since, newest first
SELECT position, post, kind, actor, via, degree, outcome, price, fee, at_ms, clears, undo
FROM insight_engagement AS e
WHERE creator = :creator AND position < :before AND settled_ms >= :since_ms AND outcome BETWEEN 7 AND 15
    AND NOT EXISTS (
        SELECT 1 FROM insight_engagement AS u
        WHERE u.creator = :creator AND u.settled_ms >= :since_ms AND u.outcome = 16
            AND u.post = e.post AND u.kind = e.kind AND u.actor = e.actor AND u.position > e.position
    )
ORDER BY position DESC LIMIT :limit

