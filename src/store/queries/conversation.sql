-- $1 organization, $2 conversation
-- name: conversation_find
SELECT id, organization_id, inbox_id, contact_id, team_id, assignee_id, status, snoozed_until, owed, owed_since,
  due_at, dismiss_reason, dismiss_note, thread_key, first_said_at, last_said_at, last_text, last_direction,
  message_count, first_answered_at, resolved_at, created_at, merged_into_id, case_id
FROM conversations WHERE organization_id = $1 AND id = $2;

-- $1 organization, $2 conversation
-- name: conversation_state
SELECT c.id, c.organization_id, c.inbox_id, c.contact_id, c.team_id, c.assignee_id, c.status, c.snoozed_until, c.owed, c.owed_since,
  c.due_at, c.dismiss_reason, c.dismiss_note, c.thread_key, c.first_said_at, c.last_said_at, c.last_text, c.last_direction,
  c.message_count, c.first_answered_at, c.resolved_at, c.created_at, c.merged_into_id, c.case_id,
  p.name AS contact_name, k.id AS clock_id, k.kind AS clock_kind, k.started_at AS clock_started_at, k.due_at AS clock_due_at,
  k.breached_at AS clock_breached_at, k.policy_id AS clock_policy_id, k.target_s AS clock_target_s, k.paused_ms AS clock_paused_ms,
  k.paused_at AS clock_paused_at, k.warn_at AS clock_warn_at, k.warned_at AS clock_warned_at, k.escalated AS clock_escalated,
  k.next_at AS clock_next_at, c.priority, c.priority_reasons, c.facets
FROM conversations c
JOIN contacts p ON p.id = c.contact_id
LEFT JOIN clocks k ON k.conversation_id = c.id AND k.stopped_at IS NULL
WHERE c.organization_id = $1 AND c.id = $2;

-- The matter of this contact here that is under way: there is at most one.
-- $1 organization, $2 contact, $3 inbox, $4 thread key
-- name: conversation_under_way
SELECT * FROM conversation_states
WHERE organization_id = $1 AND contact_id = $2 AND inbox_id = $3 AND thread_key = $4 AND status <> 'resolved';

-- The latest that is over.
-- $1 organization, $2 contact, $3 inbox, $4 thread key
-- The plus keeps SQLite off the inbox's index: a contact has few conversations, an inbox many.
-- name: conversation_latest_over
SELECT * FROM conversation_states
WHERE organization_id = $1 AND contact_id = $2 AND +inbox_id = $3 AND thread_key = $4 AND status = 'resolved'
ORDER BY id DESC LIMIT 1;

-- $1… the conversation's members in order
-- name: conversation_insert
INSERT INTO conversations (id, organization_id, inbox_id, contact_id, team_id, assignee_id, status, snoozed_until, owed, owed_since,
  due_at, dismiss_reason, dismiss_note, thread_key, first_said_at, last_said_at, last_text, last_direction,
  message_count, first_answered_at, resolved_at, created_at, merged_into_id, case_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24);

-- $1 organization, $2 conversation, $3… what can change
-- name: conversation_update
UPDATE conversations SET team_id = $3, assignee_id = $4, status = $5, snoozed_until = $6, owed = $7, owed_since = $8, due_at = $9,
  dismiss_reason = $10, dismiss_note = $11, first_said_at = $12, last_said_at = $13, last_text = $14, last_direction = $15,
  message_count = $16, first_answered_at = $17, resolved_at = $18, thread_key = $19, merged_into_id = $20, case_id = $21
WHERE organization_id = $1 AND id = $2;

-- One more word in it, and nothing else: naming a column makes SQLite write every index that has it anew, also where its value
-- stays.
-- $1 organization, $2 conversation, $3… the word
-- name: conversation_say
UPDATE conversations SET last_said_at = $3, last_text = $4, last_direction = $5, message_count = $6
WHERE organization_id = $1 AND id = $2;

-- Snoozed conversations whose time has come, of any organization.
-- $1 now, $2 limit
-- name: conversation_awaking
SELECT c.id, c.organization_id, c.inbox_id, c.contact_id, c.team_id, c.assignee_id, c.status, c.snoozed_until, c.owed, c.owed_since,
  c.due_at, c.dismiss_reason, c.dismiss_note, c.thread_key, c.first_said_at, c.last_said_at, c.last_text, c.last_direction,
  c.message_count, c.first_answered_at, c.resolved_at, c.created_at, c.merged_into_id, c.case_id
FROM organizations o CROSS JOIN conversations c
WHERE c.organization_id = o.id AND c.status = 'snoozed' AND c.snoozed_until IS NOT NULL AND c.snoozed_until <= $1
ORDER BY c.snoozed_until LIMIT $2;

-- People who wait at one inbox now.
-- $1 organization, $2 inbox
-- name: conversation_waiting
SELECT COUNT(*) AS waiting FROM conversations WHERE organization_id = $1 AND inbox_id = $2 AND owed;

-- The last answers given at one inbox, in milliseconds from the first word to the first answer: among the latest 1,000
-- conversations under way and the latest that are over.
-- $1 organization, $2 inbox, $3 how many
-- name: conversation_last_answers
SELECT first_answered_at - first_said_at AS response FROM (
  SELECT * FROM (SELECT first_said_at, first_answered_at, last_said_at FROM conversations
  WHERE organization_id = $1 AND inbox_id = $2 AND status <> 'resolved' ORDER BY last_said_at DESC, id DESC LIMIT 1000) under_way
  UNION ALL
  SELECT * FROM (SELECT first_said_at, first_answered_at, last_said_at FROM conversations
  WHERE organization_id = $1 AND inbox_id = $2 AND status = 'resolved' ORDER BY last_said_at DESC, id DESC LIMIT 1000) over) latest
WHERE first_answered_at IS NOT NULL ORDER BY last_said_at DESC LIMIT $3;
