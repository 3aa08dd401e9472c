-- stage: stage_people person i8

-- name: names / who is who, for the lists on a page
SELECT person.id, person.name FROM stage_people JOIN identity_person person ON person.id = stage_people.person
