-- stage: stage_people person i8
-- stage: stage_apps app i8

-- name: names / who is who, for the lists on a page
SELECT person.id, person.name FROM stage_people JOIN identity_person person ON person.id = stage_people.person

-- name: app_names / the same for apps
SELECT app.id, app.name FROM stage_apps JOIN identity_app app ON app.id = stage_apps.app
