-- States: 0 shown, 1 hidden by the creator or staff, 2 deleted by its author.

-- name: insert_comment / once for each key of its author
INSERT INTO social_comment (slot, post, id, person, via, app, at, state, told, key, text)
VALUES (:slot, :post, :id, :person, :via, :app, :at, 0, 0, :key, :text)
ON CONFLICT (slot, post, person, key) DO NOTHING

-- name: comment_of_key / what was written under it
SELECT id, via, app, at, state, told, text FROM social_comment
WHERE slot = :slot AND post = :post AND person = :person AND key = :key

-- name: comment / one
SELECT person, app, at, state, told FROM social_comment WHERE slot = :slot AND post = :post AND id = :id

-- name: comment_told / the log has it, as it is
UPDATE social_comment SET told = 1 WHERE slot = :slot AND post = :post AND id = :id AND state = :state

-- name: delete_comment / the text goes, that it was there stays; the log is still to be told
UPDATE social_comment SET state = 2, told = 0, text = '' WHERE slot = :slot AND post = :post AND id = :id AND state <> 2

-- name: judge_comment / hidden or shown
UPDATE social_comment SET state = :state WHERE slot = :slot AND post = :post AND id = :id AND state <> 2

-- name: other_comments / of the same person, that stand
SELECT 1 FROM social_comment
WHERE slot = :slot AND post = :post AND person = :person AND id <> :id AND state <> 2 LIMIT 1

-- name: untold_comments / a process ended between the text and the log
SELECT post, id, person, via, app, at, state FROM social_comment
WHERE told = 0 AND at < :before ORDER BY at LIMIT :limit

-- name: comments_of_post / newest first, without those of whom a block keeps apart from the reader
SELECT c.id, c.post, c.person, c.text, c.at, c.state
FROM social_comment c
WHERE c.slot = :slot AND c.post = :post AND c.id < :before AND c.state <= :state_max
  AND NOT EXISTS (SELECT 1 FROM social_block b WHERE b.person = :person AND b.creator = c.person)
  AND NOT EXISTS (SELECT 1 FROM social_block b WHERE b.slot = :person_slot AND b.creator = :person AND b.person = c.person)
  AND NOT EXISTS (SELECT 1 FROM social_block b WHERE b.slot = c.slot AND b.creator = 0 AND b.person = c.person)
  AND NOT EXISTS (
    SELECT 1 FROM social_tap t WHERE t.slot = :person_slot AND t.person = :person AND t.kind = 68 AND t.subject = c.person
      AND t.stands = 1 AND +t.at > :since
  )
ORDER BY c.id DESC LIMIT :limit

-- name: comments_of_person / what somebody wrote and did not delete
SELECT id, post, person, text, at, state FROM social_comment
WHERE person = :person AND id > :after AND state <> 2 ORDER BY id LIMIT :limit

-- name: forget_comments / of a person who has left
UPDATE social_comment SET text = '', state = 1 WHERE person = :person AND state <> 2
