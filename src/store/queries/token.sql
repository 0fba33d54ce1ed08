-- $1 token, $2 organization, $3 name, $4 role, $5 hash, $6 created_at, $7 expires_at or NULL
-- name: token_insert
INSERT INTO api_tokens (id, organization_id, name, role, token_hash, created_at, expires_at, revoked_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, NULL);

-- $1 organization
-- name: token_list
SELECT id, organization_id, name, role, created_at, expires_at, revoked_at
FROM api_tokens WHERE organization_id = $1 AND revoked_at IS NULL ORDER BY id DESC;

-- $1 organization, $2 token
-- name: token_find
SELECT id, organization_id, name, role, created_at, expires_at, revoked_at
FROM api_tokens WHERE organization_id = $1 AND id = $2;

-- A token is all that its bearer shows: the organization comes out of here.
-- $1 hash, $2 now
-- name: token_find_by_hash
SELECT id, organization_id, name, role, created_at, expires_at, revoked_at
FROM api_tokens WHERE token_hash = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2);

-- $1 organization, $2 token, $3 now
-- name: token_revoke
UPDATE api_tokens SET revoked_at = $3 WHERE organization_id = $1 AND id = $2 AND revoked_at IS NULL;
