-- name: insert_submission / as trust keeps it once it was decided; a bench alone writes another room's table
INSERT INTO trust_submission (
  id, owner, key, composition, campaign_id, app_id, caption, alt, language, post, state, risk, submitted_at, published_at,
  voids_at, voided_at, faces, face_permille, stickers, background, plain
) VALUES (
  :id, :owner, :key, :id, :campaign, :app, :plain, '', :language, :id, :state, 0, :at_ms, :at_ms,
  0, 0, :faces, :face_permille, :stickers, 0, :plain
)

-- name: copy_submissions / the same again, under other ids: much quicker than making each
INSERT INTO trust_submission (
  id, owner, key, composition, campaign_id, app_id, caption, alt, language, post, state, risk, submitted_at, published_at,
  voids_at, voided_at, faces, face_permille, stickers, background, plain
)
SELECT
  id - :offset, owner - :offset, CAST(id - :offset AS text), id - :offset, campaign_id, app_id, caption, alt, language, id - :offset,
  state, risk, submitted_at, published_at, voids_at, voided_at, faces, face_permille, stickers, background, plain
FROM trust_submission WHERE id >= :first ORDER BY id DESC LIMIT :count
