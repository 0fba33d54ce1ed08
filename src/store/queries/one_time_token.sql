-- $1 hash, $2 purpose, $3 organization or NULL, $4 user or NULL, $5 created_at, $6 expires_at
-- name: one_time_token_insert
INSERT INTO one_time_tokens (token_hash, purpose, organization_id, user_id, created_at, expires_at, used_at)
VALUES ($1, $2, $3, $4, $5, $6, NULL);

-- The link is all that its bearer shows: whose it is comes out of here.
-- $1 hash, $2 purpose, $3 now
-- name: one_time_token_find
SELECT purpose, organization_id, user_id, expires_at
FROM one_time_tokens WHERE token_hash = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3;

-- Touches one row the first time, none ever after.
-- $1 hash, $2 purpose, $3 now
-- name: one_time_token_use
UPDATE one_time_tokens SET used_at = $3
WHERE token_hash = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3;

-- $1 purpose
-- name: one_time_token_delete_unused
DELETE FROM one_time_tokens WHERE purpose = $1 AND used_at IS NULL;

-- $1 organization, $2 user, $3 purpose
-- name: one_time_token_delete_of_user
DELETE FROM one_time_tokens WHERE organization_id = $1 AND user_id = $2 AND purpose = $3 AND used_at IS NULL;

-- Housekeeping over all organizations: links that open nothing any more.
-- $1 now, $2 rows at most
-- name: one_time_token_delete_ended
DELETE FROM one_time_tokens WHERE token_hash IN (
  SELECT token_hash FROM one_time_tokens WHERE used_at IS NOT NULL OR expires_at <= $1 ORDER BY token_hash LIMIT $2);
