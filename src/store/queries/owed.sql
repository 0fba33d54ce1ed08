-- The owed ledger: who waits now, and how each wait of a time ended. Each wait is a clock.

-- Who waits, the longest first. $2 and $3: since when the last row seen waits, and its id; $4 limit, $5 inbox, $6 team and
-- $7 channel or null; $8 a user who sees only their teams' work, or null.
-- $1 organization
-- name: owed_by_age
SELECT * FROM conversation_states WHERE organization_id = $1 AND owed
  AND (CAST($5 AS BIGINT) IS NULL OR inbox_id = $5) AND (CAST($6 AS BIGINT) IS NULL OR team_id = $6)
  AND (CAST($7 AS TEXT) IS NULL OR inbox_id IN (SELECT n.id FROM inboxes n WHERE n.organization_id = $1 AND n.channel = $7))
  AND (CAST($8 AS BIGINT) IS NULL OR assignee_id = $8
       OR team_id IN (SELECT m.team_id FROM team_members m WHERE m.organization_id = $1 AND m.user_id = $8))
  AND owed_since >= $2 AND (owed_since > $2 OR id > $3)
ORDER BY owed_since, id LIMIT $4;

-- The same, the nearest deadline first.
-- $1 organization
-- name: owed_by_risk
SELECT * FROM conversation_states WHERE organization_id = $1 AND owed
  AND (CAST($5 AS BIGINT) IS NULL OR inbox_id = $5) AND (CAST($6 AS BIGINT) IS NULL OR team_id = $6)
  AND (CAST($7 AS TEXT) IS NULL OR inbox_id IN (SELECT n.id FROM inboxes n WHERE n.organization_id = $1 AND n.channel = $7))
  AND (CAST($8 AS BIGINT) IS NULL OR assignee_id = $8
       OR team_id IN (SELECT m.team_id FROM team_members m WHERE m.organization_id = $1 AND m.user_id = $8))
  AND due_at >= $2 AND (due_at > $2 OR id > $3)
ORDER BY due_at, id LIMIT $4;

-- All of them in numbers.
-- $1 organization, $2 now, $3 inbox, $4 team, $5 channel, $6 user, as above
-- name: owed_sums
SELECT COUNT(*) AS owed, COUNT(CASE WHEN c.due_at < $2 THEN 1 END) AS late,
  COUNT(CASE WHEN c.due_at >= $2 AND k.warn_at <= $2 THEN 1 END) AS at_risk, MIN(c.owed_since) AS oldest_since
FROM conversations c LEFT JOIN clocks k ON k.conversation_id = c.id AND k.stopped_at IS NULL
WHERE c.organization_id = $1 AND c.owed AND c.merged_into_id IS NULL
  AND (CAST($3 AS BIGINT) IS NULL OR c.inbox_id = $3) AND (CAST($4 AS BIGINT) IS NULL OR c.team_id = $4)
  AND (CAST($5 AS TEXT) IS NULL OR c.inbox_id IN (SELECT n.id FROM inboxes n WHERE n.organization_id = $1 AND n.channel = $5))
  AND (CAST($6 AS BIGINT) IS NULL OR c.assignee_id = $6
       OR c.team_id IN (SELECT m.team_id FROM team_members m WHERE m.organization_id = $1 AND m.user_id = $6));

-- How the waits that began in a time ended, by inbox and team.
-- $1 organization, $2 from, $3 to, $4 now, $5 inbox, $6 team, $7 channel
-- name: owed_ledger
SELECT c.inbox_id AS inbox_id, c.team_id AS team_id, COUNT(*) AS waits,
  COUNT(CASE WHEN k.stop_cause = 'answered' THEN 1 END) AS answered,
  COUNT(CASE WHEN k.stop_cause = 'answered' AND k.breached_at IS NULL THEN 1 END) AS in_time,
  COUNT(CASE WHEN k.stop_cause = 'dismissed' THEN 1 END) AS dismissed,
  COUNT(CASE WHEN k.stopped_at IS NULL THEN 1 END) AS owed,
  COUNT(CASE WHEN k.stopped_at IS NULL AND k.due_at < $4 THEN 1 END) AS late
FROM clocks k JOIN conversations c ON c.id = k.conversation_id
WHERE k.organization_id = $1 AND k.started_at >= $2 AND k.started_at < $3
  AND (CAST($5 AS BIGINT) IS NULL OR c.inbox_id = $5) AND (CAST($6 AS BIGINT) IS NULL OR c.team_id = $6)
  AND (CAST($7 AS TEXT) IS NULL OR c.inbox_id IN (SELECT n.id FROM inboxes n WHERE n.organization_id = $1 AND n.channel = $7))
GROUP BY c.inbox_id, c.team_id ORDER BY c.inbox_id, c.team_id;

-- Why those that were dismissed were. What was dismissed before reasons were kept here has none.
-- $1 organization, $2 from, $3 to, $4 inbox, $5 team, $6 channel
-- name: owed_dismissals
SELECT k.dismiss_reason AS reason, COUNT(*) AS count
FROM clocks k JOIN conversations c ON c.id = k.conversation_id
WHERE k.organization_id = $1 AND k.started_at >= $2 AND k.started_at < $3 AND k.stop_cause = 'dismissed'
  AND (CAST($4 AS BIGINT) IS NULL OR c.inbox_id = $4) AND (CAST($5 AS BIGINT) IS NULL OR c.team_id = $5)
  AND (CAST($6 AS TEXT) IS NULL OR c.inbox_id IN (SELECT n.id FROM inboxes n WHERE n.organization_id = $1 AND n.channel = $6))
GROUP BY k.dismiss_reason ORDER BY COUNT(*) DESC, k.dismiss_reason;
