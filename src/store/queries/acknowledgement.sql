-- Automatic words that say when an answer will come.

-- $1 organization, $2 inbox
-- name: acknowledgement_settings_find
SELECT inbox_id, organization_id, enabled, wait_s, help FROM acknowledgement_settings
WHERE organization_id = $1 AND inbox_id = $2;

-- $1… the settings' members in order
-- name: acknowledgement_settings_put
INSERT INTO acknowledgement_settings (inbox_id, organization_id, enabled, wait_s, help) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (inbox_id) DO UPDATE SET enabled = excluded.enabled, wait_s = excluded.wait_s, help = excluded.help;

-- $1 conversation, $2 organization, $3 when
-- name: acknowledgement_expect
INSERT INTO acknowledgements (conversation_id, organization_id, due_at) VALUES ($1, $2, $3)
ON CONFLICT (conversation_id) DO NOTHING;

-- Of every organization, the earliest first.
-- $1 until when, $2 how many
-- name: acknowledgement_due
SELECT conversation_id, organization_id, due_at FROM acknowledgements
WHERE outcome IS NULL AND due_at <= $1 ORDER BY due_at, conversation_id LIMIT $2;

-- What was said in a conversation.
-- $1 conversation
-- name: acknowledgement_message
SELECT message_id FROM acknowledgements WHERE conversation_id = $1 AND outcome = 'said' AND message_id IS NOT NULL;

-- Whether the contact was told in another conversation of the inbox since then.
-- $1 organization, $2 contact, $3 inbox, $4 since
-- name: acknowledgement_said_since
SELECT COUNT(*) AS count FROM conversations c JOIN acknowledgements a ON a.conversation_id = c.id
WHERE c.organization_id = $1 AND c.contact_id = $2 AND c.inbox_id = $3 AND a.outcome = 'said' AND a.due_at >= $4;

-- Of two servers that would decide at once the second waits here for the first, and finds it decided.
-- $1 conversation
-- name: acknowledgement_take
UPDATE acknowledgements SET due_at = due_at WHERE conversation_id = $1 AND outcome IS NULL RETURNING conversation_id;

-- $1 conversation, $2 what came of it, $3 the message
-- name: acknowledgement_decide
UPDATE acknowledgements SET outcome = $2, message_id = $3 WHERE conversation_id = $1 AND outcome IS NULL;
