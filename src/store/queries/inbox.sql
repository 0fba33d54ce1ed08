-- $1 organization, $2 inbox
-- name: inbox_find
SELECT id, organization_id, channel, name, key, settings, team_id, first_response_s, enabled, cursor, created_at, account,
  own_target, working_time
FROM inboxes WHERE organization_id = $1 AND id = $2;

-- $1 organization
-- name: inbox_list
SELECT id, organization_id, channel, name, key, settings, team_id, first_response_s, enabled, cursor, created_at, account,
  own_target, working_time
FROM inboxes WHERE organization_id = $1 ORDER BY name, id;

-- What a user who sees only their teams' work must know of: the inboxes it comes from.
-- $1 organization, $2 user
-- name: inbox_list_of_teams
SELECT id, organization_id, channel, name, key, settings, team_id, first_response_s, enabled, cursor, created_at, account,
  own_target, working_time
FROM inboxes n WHERE organization_id = $1
  AND (team_id IN (SELECT m.team_id FROM team_members m WHERE m.organization_id = $1 AND m.user_id = $2)
       OR EXISTS (SELECT 1 FROM conversations c WHERE c.organization_id = $1 AND c.inbox_id = n.id
                  AND (c.assignee_id = $2
                       OR c.team_id IN (SELECT m.team_id FROM team_members m WHERE m.organization_id = $1 AND m.user_id = $2))))
ORDER BY name, id;

-- Keys are random and unique over all organizations: a visitor knows nothing else.
-- $1 key
-- name: inbox_find_by_key
SELECT id, organization_id, channel, name, key, settings, team_id, first_response_s, enabled, cursor, created_at, account,
  own_target, working_time
FROM inboxes WHERE key = $1;

-- $1 organization, $2 channel, $3 name
-- name: inbox_find_by_name
SELECT id, organization_id, channel, name, key, settings, team_id, first_response_s, enabled, cursor, created_at, account,
  own_target, working_time
FROM inboxes WHERE organization_id = $1 AND channel = $2 AND name = $3;

-- $1… the inbox's members in order
-- name: inbox_insert
INSERT INTO inboxes (id, organization_id, channel, name, key, settings, team_id, first_response_s, enabled, cursor, created_at,
  account, own_target, working_time)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
ON CONFLICT DO NOTHING;

-- $1 organization, $2 inbox, $3 name, $4 settings, $5 team, $6 first_response_s, $7 enabled, $8 account,
-- $9 own_target, $10 working_time
-- name: inbox_update
UPDATE inboxes SET name = $3, settings = $4, team_id = $5, first_response_s = $6, enabled = $7, account = $8,
  own_target = $9, working_time = $10
WHERE organization_id = $1 AND id = $2;

-- Of every organization: what a server attends to when it starts.
-- name: inbox_list_enabled
SELECT id, organization_id, channel, name, key, settings, team_id, first_response_s, enabled, cursor, created_at, account,
  own_target, working_time
FROM inboxes WHERE enabled ORDER BY id;

-- $1 organization, $2 channel, $3 account
-- name: inbox_find_by_account
SELECT id, organization_id, channel, name, key, settings, team_id, first_response_s, enabled, cursor, created_at, account,
  own_target, working_time
FROM inboxes WHERE organization_id = $1 AND channel = $2 AND account = $3;

-- How far the platform has been read; goes with the items that were read.
-- $1 organization, $2 inbox, $3 cursor
-- name: inbox_set_cursor
UPDATE inboxes SET cursor = $3 WHERE organization_id = $1 AND id = $2;

-- $1… the members in order
-- name: inbox_gap_insert
INSERT INTO inbox_gaps (id, organization_id, inbox_id, from_at, to_at, reason, found_at) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- Newest first.
-- $1 organization, $2 inbox, $3 limit
-- name: inbox_gap_list
SELECT id, organization_id, inbox_id, from_at, to_at, reason, found_at
FROM inbox_gaps WHERE organization_id = $1 AND inbox_id = $2 ORDER BY id DESC LIMIT $3;
