-- Nothing changes when the same bytes are there already.
-- $1… the row's members in order
-- name: quarantine_insert
INSERT INTO quarantine (id, organization_id, inbox_id, raw_hash, raw, reason, attempts, received_at, tried_at, settled_at, outcome)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (organization_id, inbox_id, raw_hash) DO NOTHING;

-- Newest first, older than $2 (0: from the newest).
-- $1 organization, $2 last id seen, $3 limit
-- name: quarantine_page
SELECT id, organization_id, inbox_id, raw_hash, raw, reason, attempts, received_at, tried_at, settled_at, outcome
FROM quarantine WHERE organization_id = $1 AND settled_at IS NULL AND ($2 = 0 OR id < $2) ORDER BY id DESC LIMIT $3;

-- $1 organization, $2 id
-- name: quarantine_find
SELECT id, organization_id, inbox_id, raw_hash, raw, reason, attempts, received_at, tried_at, settled_at, outcome
FROM quarantine WHERE organization_id = $1 AND id = $2;

-- $1 organization, $2 id, $3… what can change
-- name: quarantine_update
UPDATE quarantine SET reason = $3, attempts = $4, tried_at = $5, settled_at = $6, outcome = $7 WHERE organization_id = $1 AND id = $2;
