-- stage: stage_content_posts slot i2, post i8

-- name: insert_content / once; a retry finds it there
INSERT INTO social_content (slot, post, creator, app, campaign, composition, published_at, state, caption, alt)
VALUES (:slot, :post, :creator, :app, :campaign, :composition, :published_at, 0, :caption, :alt)
ON CONFLICT (slot, post) DO NOTHING

-- name: set_state / hidden while it is judged, and shown again
UPDATE social_content SET state = :state WHERE slot = :slot AND post = :post

-- name: content_of_posts / whatever their state
SELECT c.post, c.creator, c.app, c.campaign, c.composition, c.published_at, c.state, c.caption, c.alt
FROM stage_content_posts s CROSS JOIN social_content c WHERE c.slot = s.slot AND c.post = s.post

-- name: posts_of_creator / newest first; hidden ones for the creator's own eyes
SELECT c.post, c.creator, c.app, c.campaign, c.composition, c.published_at, c.state, c.caption, c.alt
FROM social_content c
WHERE c.creator = :creator AND c.app = :app AND (c.published_at, c.post) < (:before_at, :before_post) AND c.state <= :state_max
  AND NOT EXISTS (SELECT 1 FROM social_block b WHERE b.slot = c.slot AND b.creator = c.creator AND b.person = :person)
  AND NOT EXISTS (SELECT 1 FROM social_block b WHERE b.slot = :slot AND b.creator = :person AND b.person = c.creator)
  AND NOT EXISTS (SELECT 1 FROM social_block b WHERE b.slot = c.slot AND b.creator = 0 AND b.person = c.creator)
ORDER BY c.published_at DESC, c.post DESC LIMIT :limit

-- name: standing_of_post / whether somebody may engage with it: in state 0, met by the log (has a row in social_post), no block
SELECT
  c.creator, c.app, c.state, CASE WHEN p.id IS NULL THEN 0 ELSE 1 END,
  (SELECT count(*) FROM social_block b WHERE b.slot = c.slot AND b.creator = c.creator AND b.person = :person)
  + (SELECT count(*) FROM social_block b WHERE b.slot = :person_slot AND b.creator = :person AND b.person = c.creator)
  + (SELECT count(*) FROM social_block b WHERE b.slot = c.slot AND b.creator = 0 AND b.person IN (:person, c.creator))
FROM social_content c LEFT JOIN social_post p ON p.slot = c.slot AND p.id = c.post
WHERE c.slot = :slot AND c.post = :post

-- name: forget_captions / of a person who has left
UPDATE social_content SET caption = '', alt = '', state = 1 WHERE creator = :person
