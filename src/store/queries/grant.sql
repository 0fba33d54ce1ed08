-- $1 organization, $2 inbox
-- name: grant_find
SELECT inbox_id, organization_id, sealed, signed_in_at FROM inbox_grants WHERE organization_id = $1 AND inbox_id = $2;

-- Of every organization: what a server attends to when it starts.
-- name: grant_list
SELECT inbox_id, organization_id, sealed, signed_in_at FROM inbox_grants ORDER BY inbox_id;

-- A person signed in: whatever was there is worth nothing any more.
-- $1 inbox, $2 organization, $3 sealed, $4 signed_in_at, $5 updated_at
-- name: grant_put
INSERT INTO inbox_grants (inbox_id, organization_id, sealed, signed_in_at, updated_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (inbox_id) DO UPDATE SET sealed = excluded.sealed, signed_in_at = excluded.signed_in_at,
  updated_at = excluded.updated_at;

-- New tokens of the same sign-in; touches nothing when somebody has signed in anew meanwhile.
-- $1 organization, $2 inbox, $3 sealed, $4 signed_in_at, $5 updated_at
-- name: grant_renew
UPDATE inbox_grants SET sealed = $3, updated_at = $5 WHERE organization_id = $1 AND inbox_id = $2 AND signed_in_at = $4;

-- $1 organization, $2 inbox
-- name: grant_delete
DELETE FROM inbox_grants WHERE organization_id = $1 AND inbox_id = $2;

-- $1 state_hash, $2 organization, $3 session, $4 sealed, $5 expires_at
-- name: oauth_flow_insert
INSERT INTO oauth_flows (state_hash, organization_id, session_id, sealed, expires_at) VALUES ($1, $2, $3, $4, $5);

-- $1 state_hash, $2 organization, $3 session
-- name: oauth_flow_find
SELECT sealed, expires_at FROM oauth_flows WHERE state_hash = $1 AND organization_id = $2 AND session_id = $3;

-- Touches one row the first time, none ever after.
-- $1 state_hash, $2 organization
-- name: oauth_flow_take
DELETE FROM oauth_flows WHERE state_hash = $1 AND organization_id = $2;

-- Housekeeping over all organizations.
-- $1 now
-- name: oauth_flow_delete_ended
DELETE FROM oauth_flows WHERE expires_at <= $1;
