-- $1 team, $2 organization, $3 name, $4 partner, $5 created_at
-- name: team_insert
INSERT INTO teams (id, organization_id, name, partner, created_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT DO NOTHING;

-- $1 organization, $2 team
-- name: team_find
SELECT id, organization_id, name, partner, created_at FROM teams WHERE organization_id = $1 AND id = $2;

-- $1 organization, $2 name
-- name: team_find_by_name
SELECT id, organization_id, name, partner, created_at FROM teams WHERE organization_id = $1 AND name = $2;

-- $1 organization
-- name: team_list
SELECT id, organization_id, name, partner, created_at FROM teams WHERE organization_id = $1 ORDER BY name, id;

-- $1 organization, $2 team, $3 name
-- name: team_rename
UPDATE teams SET name = $3 WHERE organization_id = $1 AND id = $2;

-- Every membership of the organization.
-- $1 organization
-- name: team_memberships
SELECT team_id, user_id FROM team_members WHERE organization_id = $1 ORDER BY team_id, user_id;

-- $1 organization, $2 team
-- name: team_member_ids
SELECT user_id FROM team_members WHERE organization_id = $1 AND team_id = $2 ORDER BY user_id;

-- $1 organization, $2 user
-- name: team_ids_of_user
SELECT team_id FROM team_members WHERE organization_id = $1 AND user_id = $2 ORDER BY team_id;

-- $1 organization, $2 user
-- name: team_list_of_user
SELECT t.id, t.organization_id, t.name, t.partner, t.created_at
FROM teams t JOIN team_members m ON m.organization_id = t.organization_id AND m.team_id = t.id
WHERE t.organization_id = $1 AND m.user_id = $2 ORDER BY t.name, t.id;

-- $1 organization, $2 team, $3 user
-- name: team_add_member
INSERT INTO team_members (organization_id, team_id, user_id) VALUES ($1, $2, $3)
ON CONFLICT DO NOTHING;

-- $1 organization, $2 team, $3 user
-- name: team_remove_member
DELETE FROM team_members WHERE organization_id = $1 AND team_id = $2 AND user_id = $3;
