-- $1 conversation
-- name: clock_running
SELECT id, organization_id, conversation_id, kind, started_at, due_at, breached_at, stopped_at, stop_cause,
  dismiss_reason, policy_id, target_s, paused_ms, paused_at, warn_at, warned_at, escalated, next_at FROM clocks
WHERE conversation_id = $1 AND stopped_at IS NULL;

-- $1… the clock's members in order
-- name: clock_insert
INSERT INTO clocks (id, organization_id, conversation_id, kind, started_at, due_at, breached_at, stopped_at, stop_cause,
  dismiss_reason, policy_id, target_s, paused_ms, paused_at, warn_at, warned_at, escalated, next_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18);

-- $1 clock, $2… what can change
-- name: clock_update
UPDATE clocks SET kind = $2, started_at = $3, due_at = $4, breached_at = $5, stopped_at = $6, stop_cause = $7, dismiss_reason = $8,
  policy_id = $9, target_s = $10, paused_ms = $11, paused_at = $12, warn_at = $13, warned_at = $14, escalated = $15, next_at = $16
WHERE id = $1;

-- It stops, which is all that becomes of most clocks: naming a column makes SQLite write every index that has it anew.
-- $1 clock, $2 stopped, $3 cause, $4 reason, $5 breached
-- name: clock_stop
UPDATE clocks SET stopped_at = $2, stop_cause = $3, dismiss_reason = $4, breached_at = $5, paused_at = NULL, next_at = NULL
WHERE id = $1;

-- Clocks of any organization for which something is due, the earliest first.
-- $1 now, $2 limit
-- name: clock_due
SELECT id, organization_id, conversation_id, kind, started_at, due_at, breached_at, stopped_at, stop_cause,
  dismiss_reason, policy_id, target_s, paused_ms, paused_at, warn_at, warned_at, escalated, next_at FROM clocks
WHERE next_at IS NOT NULL AND next_at <= $1 ORDER BY next_at LIMIT $2;

-- When the next thing is due for any clock.
-- name: clock_next
SELECT MIN(next_at) AS next_at FROM clocks WHERE next_at IS NOT NULL;

-- What was due for it is done by whoever changes this row: of two servers that look at once one finds it changed.
-- $1 clock, $2 what was due next, $3 warned, $4 breached, $5 escalated, $6 what is due next now
-- name: clock_take_step
UPDATE clocks SET warned_at = $3, breached_at = $4, escalated = $5, next_at = $6
WHERE id = $1 AND next_at = $2 AND stopped_at IS NULL;

-- Running clocks of an organization that are not late, by their conversations.
-- $1 organization, $2 after which conversation, $3 limit
-- name: clock_list_running
SELECT id, organization_id, conversation_id, kind, started_at, due_at, breached_at, stopped_at, stop_cause,
  dismiss_reason, policy_id, target_s, paused_ms, paused_at, warn_at, warned_at, escalated, next_at FROM clocks
WHERE organization_id = $1 AND conversation_id > $2 AND stopped_at IS NULL AND breached_at IS NULL ORDER BY conversation_id LIMIT $3;

-- Every clock that ran on a conversation, in order.
-- $1 conversation
-- name: clock_list
SELECT id, organization_id, conversation_id, kind, started_at, due_at, breached_at, stopped_at, stop_cause,
  dismiss_reason, policy_id, target_s, paused_ms, paused_at, warn_at, warned_at, escalated, next_at FROM clocks
WHERE conversation_id = $1 AND stopped_at IS NULL
UNION ALL
SELECT id, organization_id, conversation_id, kind, started_at, due_at, breached_at, stopped_at, stop_cause,
  dismiss_reason, policy_id, target_s, paused_ms, paused_at, warn_at, warned_at, escalated, next_at FROM clocks
WHERE conversation_id = $1 AND stopped_at IS NOT NULL
ORDER BY started_at, id;

-- $1 clock
-- name: clock_delete
DELETE FROM clocks WHERE id = $1;

-- $1 from, $2 to
-- name: clock_move_dismissals
UPDATE clocks SET conversation_id = $2 WHERE conversation_id = $1 AND stop_cause = 'dismissed' AND stopped_at IS NOT NULL;
