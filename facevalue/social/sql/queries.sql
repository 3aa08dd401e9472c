-- stage: stage_post_ids slot i2, post i8

-- name: apps_of_posts / whose app may speak about a post
SELECT s.n AS n, p.app AS app FROM stage_post_ids s CROSS JOIN social_post p WHERE p.slot = s.slot AND p.id = s.post
