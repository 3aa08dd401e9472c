-- name: currencies / what is accepted, and what was paid in: every token and every cent must have come this way
SELECT
  currency.unit, currency.code, currency.tokens_per_cent,
  CAST(coalesce(sum(payment.amount_cents), 0) AS bigint), CAST(coalesce(sum(payment.tokens), 0) AS bigint)
FROM treasury_currency currency
LEFT JOIN treasury_payment payment ON payment.currency_id = currency.unit
GROUP BY currency.unit, currency.code, currency.tokens_per_cent ORDER BY currency.unit
