-- $1 organization
-- name: webhook_list
SELECT id, organization_id, url, kinds, secret_version, secret_changed_at, enabled, off_reason, created_at, position,
  failing_since, failures, retry_at, last_success_at, last_error, last_error_at
FROM webhooks WHERE organization_id = $1 ORDER BY id;

-- $1 organization, $2 webhook
-- name: webhook_find
SELECT id, organization_id, url, kinds, secret_version, secret_changed_at, enabled, off_reason, created_at, position,
  failing_since, failures, retry_at, last_success_at, last_error, last_error_at
FROM webhooks WHERE organization_id = $1 AND id = $2;

-- Of every organization: whom a server has to tell when it starts.
-- name: webhook_list_enabled
SELECT id, organization_id, url, kinds, secret_version, secret_changed_at, enabled, off_reason, created_at, position,
  failing_since, failures, retry_at, last_success_at, last_error, last_error_at
FROM webhooks WHERE enabled ORDER BY id;

-- $1… the members in order, of a webhook that has told nothing yet
-- name: webhook_insert
INSERT INTO webhooks (id, organization_id, url, kinds, secret_version, enabled, off_reason, created_at, position, failures,
  last_error)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, '');

-- What people change. Whoever changes it begins without the failures of before.
-- $1 organization, $2 webhook, $3 url, $4 kinds, $5 secret_version, $6 secret_changed_at, $7 enabled
-- name: webhook_update
UPDATE webhooks SET url = $3, kinds = $4, secret_version = $5, secret_changed_at = $6, enabled = $7, off_reason = '',
  failing_since = NULL, failures = 0, retry_at = NULL
WHERE organization_id = $1 AND id = $2;

-- $1 organization, $2 webhook
-- name: webhook_delete
DELETE FROM webhooks WHERE organization_id = $1 AND id = $2;

-- How far it has come; never back.
-- $1 organization, $2 webhook, $3 position
-- name: webhook_move
UPDATE webhooks SET position = $3 WHERE organization_id = $1 AND id = $2 AND position < $3;

-- $1 organization, $2 webhook, $3 position, $4 when
-- name: webhook_succeed
UPDATE webhooks SET position = CASE WHEN position < $3 THEN $3 ELSE position END, failing_since = NULL, failures = 0,
  retry_at = NULL, last_success_at = $4
WHERE organization_id = $1 AND id = $2;

-- $1 organization, $2 webhook, $3 retry_at, $4 reason, $5 when
-- name: webhook_fail
UPDATE webhooks SET failures = failures + 1, failing_since = COALESCE(failing_since, $5), retry_at = $3, last_error = $4,
  last_error_at = $5
WHERE organization_id = $1 AND id = $2;

-- $1 organization, $2 webhook, $3 reason, $4 when
-- name: webhook_switch_off
UPDATE webhooks SET enabled = FALSE, off_reason = $3, last_error = $3, last_error_at = $4
WHERE organization_id = $1 AND id = $2;

-- The last event of a run that all happened until then.
-- $1 organization, $2 the first number, $3 until when
-- name: webhook_last_event_until
SELECT MAX(seq) AS seq FROM events WHERE organization_id = $1 AND seq >= $2 AND at <= $3;

-- How many of each kind wait, of so many at most.
-- $1 organization, $2 the last number known, $3 at most
-- name: webhook_waiting
SELECT type, COUNT(*) AS count FROM (
  SELECT type FROM events WHERE organization_id = $1 AND seq > $2 ORDER BY seq LIMIT $3) AS waiting
GROUP BY type ORDER BY type;

-- $1… the members in order
-- name: webhook_dead_insert
INSERT INTO webhook_dead (id, organization_id, webhook_id, from_seq, to_seq, reason, died_at, replaying)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- $1 organization, $2 webhook, $3 at most
-- name: webhook_dead_list
SELECT id, organization_id, webhook_id, from_seq, to_seq, reason, died_at, replaying
FROM webhook_dead WHERE organization_id = $1 AND webhook_id = $2 ORDER BY from_seq LIMIT $3;

-- The run that was given up last.
-- $1 organization, $2 webhook
-- name: webhook_dead_latest
SELECT id, organization_id, webhook_id, from_seq, to_seq, reason, died_at, replaying
FROM webhook_dead WHERE organization_id = $1 AND webhook_id = $2 ORDER BY to_seq DESC LIMIT 1;

-- $1 organization, $2 webhook
-- name: webhook_dead_next_replay
SELECT id, organization_id, webhook_id, from_seq, to_seq, reason, died_at, replaying
FROM webhook_dead WHERE organization_id = $1 AND webhook_id = $2 AND replaying ORDER BY from_seq LIMIT 1;

-- $1 organization, $2 dead letter, $3 from_seq, $4 to_seq, $5 replaying
-- name: webhook_dead_update
UPDATE webhook_dead SET from_seq = $3, to_seq = $4, replaying = $5 WHERE organization_id = $1 AND id = $2;

-- $1 organization, $2 webhook, $3 replaying
-- name: webhook_dead_replay
UPDATE webhook_dead SET replaying = $3 WHERE organization_id = $1 AND webhook_id = $2;

-- $1 organization, $2 dead letter
-- name: webhook_dead_delete
DELETE FROM webhook_dead WHERE organization_id = $1 AND id = $2;

-- $1 organization, $2 webhook
-- name: webhook_dead_delete_of
DELETE FROM webhook_dead WHERE organization_id = $1 AND webhook_id = $2;
