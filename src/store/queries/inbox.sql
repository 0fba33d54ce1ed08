-- $1 organization, $2 inbox
-- name: inbox_find
SELECT id, organization_id, channel, name, key, settings, team_id, first_response_s, enabled, cursor, created_at
FROM inboxes WHERE organization_id = $1 AND id = $2;

-- $1 organization
-- name: inbox_list
SELECT id, organization_id, channel, name, key, settings, team_id, first_response_s, enabled, cursor, created_at
FROM inboxes WHERE organization_id = $1 ORDER BY name, id;

-- What a user who sees only their teams' work must know of: the inboxes it comes from.
-- $1 organization, $2 user
-- name: inbox_list_of_teams
SELECT id, organization_id, channel, name, key, settings, team_id, first_response_s, enabled, cursor, created_at
FROM inboxes n WHERE organization_id = $1
  AND (team_id IN (SELECT m.team_id FROM team_members m WHERE m.organization_id = $1 AND m.user_id = $2)
       OR EXISTS (SELECT 1 FROM conversations c WHERE c.organization_id = $1 AND c.inbox_id = n.id
                  AND (c.assignee_id = $2
                       OR c.team_id IN (SELECT m.team_id FROM team_members m WHERE m.organization_id = $1 AND m.user_id = $2))))
ORDER BY name, id;

-- Keys are random and unique over all organizations: a visitor knows nothing else.
-- $1 key
-- name: inbox_find_by_key
SELECT id, organization_id, channel, name, key, settings, team_id, first_response_s, enabled, cursor, created_at
FROM inboxes WHERE key = $1;

-- $1 organization, $2 channel, $3 name
-- name: inbox_find_by_name
SELECT id, organization_id, channel, name, key, settings, team_id, first_response_s, enabled, cursor, created_at
FROM inboxes WHERE organization_id = $1 AND channel = $2 AND name = $3;

-- $1… the inbox's members in order
-- name: inbox_insert
INSERT INTO inboxes (id, organization_id, channel, name, key, settings, team_id, first_response_s, enabled, cursor, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT DO NOTHING;

-- $1 organization, $2 inbox, $3 name, $4 settings, $5 team, $6 first_response_s, $7 enabled
-- name: inbox_update
UPDATE inboxes SET name = $3, settings = $4, team_id = $5, first_response_s = $6, enabled = $7
WHERE organization_id = $1 AND id = $2;
