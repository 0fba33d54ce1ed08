-- $1 conversation
-- name: clock_running
SELECT id, organization_id, conversation_id, kind, started_at, due_at, breached_at, stopped_at, stop_cause FROM clocks
WHERE conversation_id = $1 AND stopped_at IS NULL;

-- $1… the clock's members in order
-- name: clock_insert
INSERT INTO clocks (id, organization_id, conversation_id, kind, started_at, due_at, breached_at, stopped_at, stop_cause)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- $1 clock, $2 breached, $3 stopped, $4 cause, $5 started, $6 due, $7 kind
-- name: clock_update
UPDATE clocks SET breached_at = $2, stopped_at = $3, stop_cause = $4, started_at = $5, due_at = $6, kind = $7 WHERE id = $1;

-- Running clocks past their time and not yet marked, of any organization, oldest first.
-- $1 now, $2 limit
-- name: clock_overdue
SELECT id, organization_id, conversation_id, kind, started_at, due_at, breached_at, stopped_at, stop_cause FROM clocks
WHERE stopped_at IS NULL AND breached_at IS NULL AND due_at < $1 ORDER BY due_at LIMIT $2;

-- Every clock that ran on a conversation, in order.
-- $1 conversation
-- name: clock_list
SELECT id, organization_id, conversation_id, kind, started_at, due_at, breached_at, stopped_at, stop_cause FROM clocks
WHERE conversation_id = $1 AND stopped_at IS NULL
UNION ALL
SELECT id, organization_id, conversation_id, kind, started_at, due_at, breached_at, stopped_at, stop_cause FROM clocks
WHERE conversation_id = $1 AND stopped_at IS NOT NULL
ORDER BY started_at, id;

-- $1 clock
-- name: clock_delete
DELETE FROM clocks WHERE id = $1;

-- $1 from, $2 to
-- name: clock_move_dismissals
UPDATE clocks SET conversation_id = $2 WHERE conversation_id = $1 AND stop_cause = 'dismissed' AND stopped_at IS NOT NULL;
