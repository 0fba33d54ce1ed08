-- Clocks of solutions.

-- $1 conversation
-- name: resolution_running
SELECT id, organization_id, conversation_id, 'resolution' AS kind, started_at, due_at, breached_at, stopped_at, stop_cause,
  dismiss_reason, policy_id, target_s, paused_ms, paused_at, warn_at, warned_at, escalated, next_at FROM resolutions
WHERE conversation_id = $1 AND stopped_at IS NULL;

-- $1 conversation
-- name: resolution_last_stopped
SELECT id, organization_id, conversation_id, 'resolution' AS kind, started_at, due_at, breached_at, stopped_at, stop_cause,
  dismiss_reason, policy_id, target_s, paused_ms, paused_at, warn_at, warned_at, escalated, next_at FROM resolutions
WHERE conversation_id = $1 AND stopped_at IS NOT NULL ORDER BY stopped_at DESC, id DESC LIMIT 1;

-- Whether the organization has any that runs.
-- $1 organization
-- name: resolution_any_running
SELECT COUNT(*) AS count FROM (SELECT 1 FROM resolutions WHERE organization_id = $1 AND stopped_at IS NULL LIMIT 1) one;

-- $1… the clock's members in order, but its kind
-- name: resolution_insert
INSERT INTO resolutions (id, organization_id, conversation_id, started_at, due_at, breached_at, stopped_at, stop_cause,
  dismiss_reason, policy_id, target_s, paused_ms, paused_at, warn_at, warned_at, escalated, next_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17);

-- $1 clock, $2… what can change
-- name: resolution_update
UPDATE resolutions SET started_at = $2, due_at = $3, breached_at = $4, stopped_at = $5, stop_cause = $6, dismiss_reason = $7,
  policy_id = $8, target_s = $9, paused_ms = $10, paused_at = $11, warn_at = $12, warned_at = $13, escalated = $14, next_at = $15
WHERE id = $1;

-- Of any organization, those for which something is due, the earliest first.
-- $1 now, $2 limit
-- name: resolution_due
SELECT id, organization_id, conversation_id, 'resolution' AS kind, started_at, due_at, breached_at, stopped_at, stop_cause,
  dismiss_reason, policy_id, target_s, paused_ms, paused_at, warn_at, warned_at, escalated, next_at FROM resolutions
WHERE next_at IS NOT NULL AND next_at <= $1 ORDER BY next_at LIMIT $2;

-- What was due is done by whoever finds it so: of two servers that look at once one does.
-- $1 clock, $2 what was due
-- name: resolution_take
UPDATE resolutions SET next_at = NULL WHERE id = $1 AND next_at = $2 AND stopped_at IS NULL RETURNING id;

-- Running and not late, by their conversations.
-- $1 organization, $2 after which conversation, $3 limit
-- name: resolution_list_running
SELECT id, organization_id, conversation_id, 'resolution' AS kind, started_at, due_at, breached_at, stopped_at, stop_cause,
  dismiss_reason, policy_id, target_s, paused_ms, paused_at, warn_at, warned_at, escalated, next_at FROM resolutions
WHERE organization_id = $1 AND conversation_id > $2 AND stopped_at IS NULL AND breached_at IS NULL ORDER BY conversation_id LIMIT $3;

-- What became of those that began in a time; what was promised no more is left out.
-- $1 organization, $2 from, $3 to, $4 now, $5 inbox, $6 team, $7 channel
-- name: resolution_sums
SELECT COUNT(*) AS promised, COUNT(CASE WHEN r.stop_cause = 'resolved' THEN 1 END) AS resolved,
  COUNT(CASE WHEN r.stop_cause = 'resolved' AND r.breached_at IS NULL THEN 1 END) AS in_time,
  COUNT(CASE WHEN r.stop_cause = 'dismissed' THEN 1 END) AS dismissed,
  COUNT(CASE WHEN r.stopped_at IS NULL THEN 1 END) AS open,
  COUNT(CASE WHEN r.stopped_at IS NULL AND r.paused_at IS NULL AND r.due_at < $4 THEN 1 END) AS late
FROM resolutions r JOIN conversations c ON c.id = r.conversation_id
WHERE r.organization_id = $1 AND r.started_at >= $2 AND r.started_at < $3 AND (r.stop_cause IS NULL OR r.stop_cause <> 'cancelled')
  AND (CAST($5 AS BIGINT) IS NULL OR c.inbox_id = $5) AND (CAST($6 AS BIGINT) IS NULL OR c.team_id = $6)
  AND (CAST($7 AS TEXT) IS NULL OR c.inbox_id IN (SELECT n.id FROM inboxes n WHERE n.organization_id = $1 AND n.channel = $7));
