-- What is to be done later, and what was done outside the channels.

-- $1… the follow-up's members in order
-- name: follow_up_insert
INSERT INTO follow_ups (id, organization_id, conversation_id, kind, text, phone, from_at, due_at, owner_id, made_by, made_at, state,
  told_at, missed_at, warn_at, warned_at, next_at, ended_at, ended_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19);

-- $1 organization, $2 follow-up, $3… what can change
-- name: follow_up_update
UPDATE follow_ups SET text = $3, phone = $4, from_at = $5, due_at = $6, owner_id = $7, state = $8, told_at = $9, missed_at = $10,
  warn_at = $11, warned_at = $12, next_at = $13, ended_at = $14, ended_by = $15
WHERE organization_id = $1 AND id = $2;

-- $1 organization, $2 follow-up
-- name: follow_up_find
SELECT id, organization_id, conversation_id, kind, text, phone, from_at, due_at, owner_id, made_by, made_at, state, told_at,
  missed_at, warn_at, warned_at, next_at, ended_at, ended_by
FROM follow_ups WHERE organization_id = $1 AND id = $2;

-- Of a conversation and of those that were merged into it; the open ones first, the nearest before the others.
-- $1 organization, $2 conversation, $3 limit
-- name: follow_up_list
SELECT id, organization_id, conversation_id, kind, text, phone, from_at, due_at, owner_id, made_by, made_at, state, told_at,
  missed_at, warn_at, warned_at, next_at, ended_at, ended_by
FROM follow_ups
WHERE organization_id = $1 AND conversation_id IN (
  SELECT id FROM conversations WHERE organization_id = $1 AND (id = $2 OR merged_into_id = $2))
ORDER BY CASE state WHEN 'open' THEN 0 ELSE 1 END, due_at, id LIMIT $3;

-- Open ones that are this user's, or of a conversation of theirs and nobody's else; the nearest first.
-- $1 organization, $2 user, $3 and $4 due time and id of the last one seen or null, $5 limit
-- name: follow_up_of_user
SELECT f.id, f.organization_id, f.conversation_id, f.kind, f.text, f.phone, f.from_at, f.due_at, f.owner_id, f.made_by, f.made_at,
  f.state, f.told_at, f.missed_at, f.warn_at, f.warned_at, f.next_at, f.ended_at, f.ended_by
FROM follow_ups f JOIN conversations c ON c.id = f.conversation_id LEFT JOIN conversations m ON m.id = c.merged_into_id
WHERE f.organization_id = $1 AND f.state = 'open'
  AND (f.owner_id = $2 OR (f.owner_id IS NULL AND CASE WHEN m.id IS NULL THEN c.assignee_id ELSE m.assignee_id END = $2))
  AND (CAST($3 AS BIGINT) IS NULL OR f.due_at > $3 OR (f.due_at = $3 AND f.id > $4))
ORDER BY f.due_at, f.id LIMIT $5;

-- $1 now, $2 limit
-- name: follow_up_due
SELECT id, organization_id, conversation_id, kind, text, phone, from_at, due_at, owner_id, made_by, made_at, state, told_at,
  missed_at, warn_at, warned_at, next_at, ended_at, ended_by
FROM follow_ups WHERE next_at <= $1 ORDER BY next_at LIMIT $2;

-- $1 follow-up, $2 what was waited for
-- name: follow_up_take
UPDATE follow_ups SET next_at = NULL WHERE id = $1 AND next_at = $2 RETURNING id;

-- Calls of a conversation that were promised, did not come, and are still wanted.
-- $1 organization, $2 conversation
-- name: follow_up_missed
SELECT COUNT(*) AS count FROM follow_ups
WHERE organization_id = $1 AND state = 'open' AND missed_at IS NOT NULL AND conversation_id IN (
  SELECT id FROM conversations WHERE organization_id = $1 AND (id = $2 OR merged_into_id = $2));

-- What became of the calls that were promised in a time.
-- $1 organization, $2 from, $3 to, $4 inbox, $5 team, $6 channel
-- name: follow_up_call_sums
SELECT COUNT(*) AS promised, COUNT(CASE WHEN f.state = 'done' AND f.missed_at IS NULL THEN 1 END) AS in_time,
  COUNT(CASE WHEN f.state = 'done' AND f.missed_at IS NOT NULL THEN 1 END) AS late,
  COUNT(CASE WHEN f.state = 'open' AND f.missed_at IS NOT NULL THEN 1 END) AS missed,
  COUNT(CASE WHEN f.state = 'cancelled' THEN 1 END) AS cancelled,
  COUNT(CASE WHEN f.state = 'open' AND f.missed_at IS NULL THEN 1 END) AS open
FROM follow_ups f JOIN conversations c ON c.id = f.conversation_id
WHERE f.organization_id = $1 AND f.kind = 'call_back' AND f.made_at >= $2 AND f.made_at < $3
  AND (CAST($4 AS BIGINT) IS NULL OR c.inbox_id = $4) AND (CAST($5 AS BIGINT) IS NULL OR c.team_id = $5)
  AND (CAST($6 AS TEXT) IS NULL OR c.inbox_id IN (SELECT n.id FROM inboxes n WHERE n.organization_id = $1 AND n.channel = $6));

-- $1… the encounter's members in order
-- name: encounter_insert
INSERT INTO encounters (id, organization_id, conversation_id, kind, inbound, reached, minutes, place, text, happened_at, follow_up_id,
  made_by, made_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- Of a conversation and of those that were merged into it, the newest first.
-- $1 organization, $2 conversation, $3 limit
-- name: encounter_list
SELECT id, organization_id, conversation_id, kind, inbound, reached, minutes, place, text, happened_at, follow_up_id, made_by, made_at
FROM encounters
WHERE organization_id = $1 AND conversation_id IN (
  SELECT id FROM conversations WHERE organization_id = $1 AND (id = $2 OR merged_into_id = $2))
ORDER BY happened_at DESC, id DESC LIMIT $3;
