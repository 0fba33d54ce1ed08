-- $1 organization, $2 inbox, $3 kind, $4 name
-- name: channel_state_find
SELECT kind, name, value FROM channel_state WHERE organization_id = $1 AND inbox_id = $2 AND kind = $3 AND name = $4;

-- The last name first.
-- $1 organization, $2 inbox, $3 kind, $4 limit
-- name: channel_state_list
SELECT kind, name, value FROM channel_state WHERE organization_id = $1 AND inbox_id = $2 AND kind = $3
ORDER BY name DESC LIMIT $4;

-- $1 organization, $2 inbox, $3 kind, $4 names before this one, $5 limit
-- name: channel_state_list_before
SELECT kind, name, value FROM channel_state WHERE organization_id = $1 AND inbox_id = $2 AND kind = $3 AND name < $4
ORDER BY name DESC LIMIT $5;

-- $1 organization, $2 inbox, $3 kind
-- name: channel_state_count
SELECT count(*) FROM channel_state WHERE organization_id = $1 AND inbox_id = $2 AND kind = $3;

-- $1 organization, $2 inbox, $3 kind, $4 name, $5 value
-- name: channel_state_put
INSERT INTO channel_state (organization_id, inbox_id, kind, name, value) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (organization_id, inbox_id, kind, name) DO UPDATE SET value = excluded.value;

-- $1 organization, $2 inbox, $3 kind, $4 name
-- name: channel_state_delete
DELETE FROM channel_state WHERE organization_id = $1 AND inbox_id = $2 AND kind = $3 AND name = $4;
