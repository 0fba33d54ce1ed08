-- In any inbox.
-- $1 organization, $2 external id
-- name: explain_find
SELECT id, organization_id, inbox_id, conversation_id, identity_id, user_id, direction, is_public, text, external_id,
  parent_external_id, delivery, said_at, created_at, edited_at, deleted_at, original_text, language, placed
FROM messages WHERE organization_id = $1 AND external_id = $2 ORDER BY id;

-- $1 organization, $2 message
-- name: explain_signals
SELECT id, organization_id, inbox_id, identity_id, kind, external_id, target_external_id, message_id, text, at, created_at
FROM signals WHERE organization_id = $1 AND message_id = $2 ORDER BY at, id;

-- Who waits for a message that is not there.
-- $1 organization, $2 who
-- name: explain_awaited
SELECT external_id FROM awaited_messages WHERE organization_id = $1 AND waiting_id = $2 ORDER BY external_id;

-- Walks the organization's events: for a person at a terminal, not for a screen.
-- $1 organization, $2 conversation
-- name: explain_events
SELECT seq, type, conversation_id, at, body FROM events WHERE organization_id = $1 AND conversation_id = $2 ORDER BY seq;
