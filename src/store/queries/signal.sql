-- Nothing comes back when it was known.
-- $1… the signal's members in order
-- name: signal_insert
INSERT INTO signals (id, organization_id, inbox_id, identity_id, kind, external_id, target_external_id, message_id, text, at, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (organization_id, inbox_id, external_id, kind) DO NOTHING RETURNING id;

-- What was done to a message before it arrived, in any order.
-- $1 organization, $2 inbox, $3 external id of the message
-- name: signal_waiting
SELECT id, organization_id, inbox_id, identity_id, kind, external_id, target_external_id, message_id, text, at, created_at
FROM signals
WHERE organization_id = $1 AND inbox_id = $2 AND target_external_id = $3 AND message_id IS NULL AND target_external_id <> '';

-- $1 organization, $2 signal, $3 message
-- name: signal_set_message
UPDATE signals SET message_id = $3 WHERE organization_id = $1 AND id = $2;

-- What was done to one message was done to another.
-- $1 organization, $2 from, $3 to
-- name: signal_move
UPDATE signals SET message_id = $3 WHERE organization_id = $1 AND message_id = $2;

-- The edits of a message, the one that holds last.
-- $1 organization, $2 message
-- name: signal_latest_edit
SELECT id, organization_id, inbox_id, identity_id, kind, external_id, target_external_id, message_id, text, at, created_at
FROM signals WHERE organization_id = $1 AND message_id = $2 AND kind = 'edit' ORDER BY at DESC, external_id DESC LIMIT 1;

-- $1 organization, $2 inbox, $3 kind, $4 bucket, $5 how many more
-- name: signal_count_add
INSERT INTO signal_counts (organization_id, inbox_id, kind, bucket, count) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (organization_id, inbox_id, kind, bucket) DO UPDATE SET count = signal_counts.count + excluded.count;

-- $1 organization, $2 inbox or null, $3 and $4 from and until (buckets)
-- name: signal_count_list
SELECT inbox_id, kind, bucket, count FROM signal_counts
WHERE organization_id = $1 AND (CAST($2 AS BIGINT) IS NULL OR inbox_id = $2) AND bucket >= $3 AND bucket < $4
ORDER BY inbox_id, kind, bucket;
