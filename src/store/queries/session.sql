-- $1 session, $2 organization, $3 user, $4 hash of the cookie, $5 CSRF token, $6 created_at, $7 seen_at, $8 expires_at
-- name: session_insert
INSERT INTO sessions (id, organization_id, user_id, token_hash, csrf_token, created_at, seen_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- A cookie is all that its bearer shows: the organization comes out of here.
-- $1 hash of the cookie, $2 now
-- name: session_find_by_hash
SELECT s.id AS session_id, s.organization_id, s.user_id, u.role, s.csrf_token, s.created_at, s.seen_at, s.expires_at
FROM sessions s JOIN users u ON u.organization_id = s.organization_id AND u.id = s.user_id
WHERE s.token_hash = $1 AND s.expires_at > $2 AND u.state = 'active';

-- $1 organization, $2 session, $3 seen_at, $4 expires_at
-- name: session_touch
UPDATE sessions SET seen_at = $3, expires_at = $4 WHERE organization_id = $1 AND id = $2;

-- $1 organization, $2 session
-- name: session_delete
DELETE FROM sessions WHERE organization_id = $1 AND id = $2;

-- $1 hash of the cookie
-- name: session_delete_by_hash
DELETE FROM sessions WHERE token_hash = $1;

-- $1 organization, $2 user
-- name: session_delete_of_user
DELETE FROM sessions WHERE organization_id = $1 AND user_id = $2;

-- Housekeeping over all organizations.
-- $1 now, $2 rows at most
-- name: session_delete_expired
DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE expires_at <= $1 ORDER BY id LIMIT $2);
