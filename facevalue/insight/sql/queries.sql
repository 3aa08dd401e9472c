-- Each reads a rollup and adds the rows that no rollup holds yet: those after the fact `folded_seq`.

-- name: live_totals (duckdb) / every figure of a campaign by its parts
SELECT
    degree, kind, outcome, app,
    sum(engagements)::BIGINT, sum(paid)::BIGINT, sum(free)::BIGINT, sum(unrefunded)::BIGINT, sum(tokens)::BIGINT,
    sum(fee_tokens)::BIGINT
FROM (
    SELECT degree, kind, outcome, app, engagements, paid, free, unrefunded, tokens, fee_tokens
    FROM insight_total WHERE campaign = :campaign
    UNION ALL
    SELECT degree, kind, outcome, app, 1, paid, free, unrefunded, price, fee
    FROM insight_engagement WHERE campaign = :campaign AND fact > :folded_seq
)
GROUP BY degree, kind, outcome, app
ORDER BY degree, kind, outcome, app

-- name: live_seconds (duckdb) / the last minute, by the second in which engagements were settled
SELECT second, sum(paid)::BIGINT, sum(free)::BIGINT
FROM (
    SELECT second, paid, free
    FROM insight_second WHERE campaign = :campaign AND second BETWEEN :from_second AND :to_second
    UNION ALL
    SELECT settled_ms // 1000, greatest(paid, 0), greatest(paid + free, 0) - greatest(paid, 0)
    FROM insight_engagement
    WHERE campaign = :campaign AND fact > :folded_seq AND settled_ms // 1000 BETWEEN :from_second AND :to_second
)
GROUP BY second

-- name: top_creators (duckdb) / who earned most in a campaign; equals by the older id
SELECT
    creator,
    sum(engagements)::BIGINT, sum(paid)::BIGINT, sum(free)::BIGINT, sum(unrefunded)::BIGINT, sum(tokens)::BIGINT AS tokens,
    sum(fee_tokens)::BIGINT
FROM (
    SELECT creator, engagements, paid, free, unrefunded, tokens, fee_tokens
    FROM insight_creator WHERE campaign = :campaign
    UNION ALL
    SELECT creator, 1, paid, free, unrefunded, price, fee
    FROM insight_engagement WHERE campaign = :campaign AND fact > :folded_seq
)
GROUP BY creator
ORDER BY tokens DESC, creator
LIMIT :limit

-- name: totals (duckdb) / a campaign's figures in a span of hours; a dimension that is not asked for is NULL and summed up
SELECT
    CASE WHEN :by_hour THEN hour_ms END AS hour_ms,
    CASE WHEN :by_degree THEN degree END AS degree,
    CASE WHEN :by_kind THEN kind END AS kind,
    CASE WHEN :by_outcome THEN outcome END AS outcome,
    CASE WHEN :by_app THEN app END AS app,
    sum(engagements)::BIGINT, sum(paid)::BIGINT, sum(free)::BIGINT, sum(unrefunded)::BIGINT, sum(tokens)::BIGINT,
    sum(fee_tokens)::BIGINT
FROM (
    SELECT hour_ms, degree, kind, outcome, app, engagements, paid, free, unrefunded, tokens, fee_tokens
    FROM insight_hour WHERE campaign = :campaign AND hour_ms >= :from_ms AND hour_ms < :to_ms
    UNION ALL
    SELECT at_ms - at_ms % 3600000 AS hour_ms, degree, kind, outcome, app, 1, paid, free, unrefunded, price, fee
    FROM insight_engagement WHERE campaign = :campaign AND fact > :folded_seq AND hour_ms >= :from_ms AND hour_ms < :to_ms
)
GROUP BY 1, 2, 3, 4, 5
ORDER BY 1, 2, 3, 4, 5
