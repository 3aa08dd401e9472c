-- name: page_of_facts / what brands' rules look at, newest first; withdrawn ones nobody decided
SELECT
  id, state, faces, face_permille, stickers, background, length(caption), submitted_at, language, plain
FROM trust_submission
WHERE campaign_id = :campaign AND id < :before AND submitted_at >= :since AND composition > 0 AND state <> 'withdrawn'
ORDER BY id DESC LIMIT :limit
