-- $1 organization (0 when nobody is signed in), $2 actor, $3 route, $4 key
-- name: idempotency_find
SELECT body_hash, reply FROM idempotency_keys
WHERE organization_id = $1 AND actor = $2 AND route = $3 AND key = $4;

-- Touches no row when another request with this key was first.
-- $1 organization, $2 actor, $3 route, $4 key, $5 hash of the body, $6 sealed reply, $7 created_at
-- name: idempotency_insert
INSERT INTO idempotency_keys (organization_id, actor, route, key, body_hash, reply, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT DO NOTHING;

-- Housekeeping over all organizations.
-- $1 kept since, $2 rows at most
-- name: idempotency_delete_old
DELETE FROM idempotency_keys WHERE (organization_id, actor, route, key) IN (
  SELECT organization_id, actor, route, key FROM idempotency_keys WHERE created_at < $1 ORDER BY created_at LIMIT $2);
