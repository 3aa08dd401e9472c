-- `away`: whom a block keeps apart from the person; `followed`: whose posts are the person's own network, the person included.
-- `shared`: what those who are followed shared of others, each post once, by whoever shared it last.
-- What the person did in the last minutes (social_tap) goes before what is settled. Kinds: 32 follow, 68 block.

-- name: feed_of_network / newest first, without reading all posts of everybody who is followed
-- The newest post of each is found by one look into the index. Only who is among the first so can have one of the first posts,
-- and of each no more than the first :limit matter.
WITH away (person) AS MATERIALIZED (
  SELECT b.person FROM social_block b WHERE b.slot = :slot AND b.creator = :person
  UNION SELECT b.creator FROM social_block b WHERE b.person = :person
  UNION SELECT b.person FROM social_block b WHERE b.slot = 0 AND b.creator = 0
  UNION SELECT t.subject FROM social_tap t
  WHERE t.slot = :slot AND t.person = :person AND t.kind = 68 AND t.stands = 1 AND +t.at > :since
),
followed (creator) AS MATERIALIZED (
  SELECT e.creator FROM social_edge e WHERE e.person = :person
  UNION SELECT t.subject FROM social_tap t
  WHERE t.slot = :slot AND t.person = :person AND t.kind = 32 AND t.stands = 1 AND +t.at > :since
  UNION SELECT CAST(:person AS bigint)
  EXCEPT SELECT t.subject FROM social_tap t
  WHERE t.slot = :slot AND t.person = :person AND t.kind = 32 AND t.stands = 0 AND +t.at > :since
  EXCEPT SELECT person FROM away
),
latest (creator, at) AS MATERIALIZED (
  SELECT f.creator, (
    SELECT c.published_at FROM social_content c
    WHERE c.creator = f.creator AND c.app = :app AND c.state = 0 AND (c.published_at, c.post) < (:before_at, :before_post)
    ORDER BY c.published_at DESC, c.post DESC LIMIT 1
  )
  FROM followed f
),
oldest (at) AS MATERIALIZED (
  SELECT min(at) FROM (SELECT at FROM latest WHERE at IS NOT NULL ORDER BY at DESC LIMIT :limit) first
),
ahead (creator, app, at) AS MATERIALIZED (
  SELECT l.creator, CAST(:app AS bigint), COALESCE((
    SELECT c.published_at FROM social_content c
    WHERE c.creator = l.creator AND c.app = :app AND c.state = 0 AND (c.published_at, c.post) < (:before_at, :before_post)
    ORDER BY c.published_at DESC, c.post DESC LIMIT 1 OFFSET :limit
  ), 0)
  FROM latest l WHERE l.at >= (SELECT at FROM oldest)
),
shared (post, at, via) AS MATERIALIZED (
  SELECT l.post, l.at, l.person
  FROM (
    SELECT s.post AS post, s.at AS at, s.person AS person,
      row_number() OVER (PARTITION BY s.post ORDER BY s.at DESC, s.person DESC) AS place
    FROM followed f CROSS JOIN social_share s
    WHERE s.person = f.creator AND s.person <> :person AND s.app = :app AND s.at > :shared_since
  ) l
  CROSS JOIN social_content c
  WHERE l.place = 1 AND c.slot = ((l.post >> 14) & 255) AND c.post = l.post AND c.state = 0
    AND c.creator NOT IN (SELECT creator FROM followed) AND c.creator NOT IN (SELECT person FROM away)
),
page (post, at, via) AS (
  SELECT c.post, c.published_at, CAST(0 AS bigint)
  FROM ahead l CROSS JOIN social_content c
  WHERE c.creator = l.creator AND c.app = l.app AND c.state = 0 AND c.published_at >= l.at
    AND (c.published_at, c.post) < (:before_at, :before_post)
  UNION ALL SELECT h.post, h.at, h.via FROM shared h WHERE (h.at, h.post) < (:before_at, :before_post)
  ORDER BY 2 DESC, 1 DESC LIMIT :limit
)
SELECT c.post, c.creator, c.app, c.campaign, c.composition, c.published_at, c.state, c.caption, c.alt, p.at, p.via
FROM page p CROSS JOIN social_content c
WHERE c.slot = ((p.post >> 14) & 255) AND c.post = p.post
ORDER BY p.at DESC, p.post DESC

-- name: feed_of_others / of the same app, newest first; among so many posts at most, for whoever follows nearly everybody
WITH away (person) AS MATERIALIZED (
  SELECT b.person FROM social_block b WHERE b.slot = :slot AND b.creator = :person
  UNION SELECT b.creator FROM social_block b WHERE b.person = :person
  UNION SELECT b.person FROM social_block b WHERE b.slot = 0 AND b.creator = 0
  UNION SELECT t.subject FROM social_tap t
  WHERE t.slot = :slot AND t.person = :person AND t.kind = 68 AND t.stands = 1 AND +t.at > :since
),
followed (creator) AS MATERIALIZED (
  SELECT e.creator FROM social_edge e WHERE e.person = :person
  UNION SELECT t.subject FROM social_tap t
  WHERE t.slot = :slot AND t.person = :person AND t.kind = 32 AND t.stands = 1 AND +t.at > :since
  UNION SELECT CAST(:person AS bigint)
  EXCEPT SELECT t.subject FROM social_tap t
  WHERE t.slot = :slot AND t.person = :person AND t.kind = 32 AND t.stands = 0 AND +t.at > :since
)
SELECT c.post, c.creator, c.app, c.campaign, c.composition, c.published_at, c.state, c.caption, c.alt, f.at, CAST(0 AS bigint)
FROM (
  SELECT w.post, w.at
  FROM (
    SELECT post AS post, creator AS creator, published_at AS at FROM social_content
    WHERE app = :app AND state = 0 AND (published_at, post) < (:before_at, :before_post)
    ORDER BY published_at DESC, post DESC LIMIT :window
  ) w
  WHERE w.creator NOT IN (SELECT creator FROM followed) AND w.creator NOT IN (SELECT person FROM away)
    AND w.post NOT IN (
      SELECT s.post FROM followed f CROSS JOIN social_share s
      WHERE s.person = f.creator AND s.person <> :person AND s.app = :app AND s.at > :shared_since
        AND s.person NOT IN (SELECT person FROM away)
    )
  ORDER BY w.at DESC, w.post DESC LIMIT :limit
) f
CROSS JOIN social_content c
WHERE c.slot = ((f.post >> 14) & 255) AND c.post = f.post
ORDER BY f.at DESC, f.post DESC

-- name: end_of_window / where the next one begins, if there are that many posts
SELECT published_at, post FROM social_content
WHERE app = :app AND state = 0 AND (published_at, post) < (:before_at, :before_post)
ORDER BY published_at DESC, post DESC LIMIT 1 OFFSET :window - 1
