-- $1 organization
-- name: organization_find
SELECT id, name, language, time_zone, sample, created_at FROM organizations WHERE id = $1;

-- The oldest one; none before the first run was finished.
-- name: organization_first
SELECT id, name, language, time_zone, sample, created_at FROM organizations ORDER BY id LIMIT 1;

-- For the commands that name one, and for the job loop.
-- name: organization_list
SELECT id, name, language, time_zone, sample, created_at FROM organizations ORDER BY id;

-- $1 organization, $2 name, $3 language, $4 time zone, $5 sample, $6 created_at
-- name: organization_insert
INSERT INTO organizations (id, name, language, time_zone, sample, event_seq, created_at)
VALUES ($1, $2, $3, $4, $5, 0, $6);

-- $1 organization, $2 name, $3 language, $4 time zone
-- name: organization_update
UPDATE organizations SET name = $2, language = $3, time_zone = $4 WHERE id = $1;
