-- $1 organization, $2 external id, $3 inbox
-- name: message_find_by_external_id
SELECT id, organization_id, inbox_id, conversation_id, identity_id, user_id, direction, is_public, text, external_id,
  parent_external_id, delivery, said_at, created_at, edited_at, deleted_at, original_text, language, placed
FROM messages WHERE organization_id = $1 AND external_id = $2 AND inbox_id = $3;

-- Found in the index alone.
-- $1 organization, $2 external id, $3 inbox
-- name: message_is_known
SELECT inbox_id FROM messages WHERE organization_id = $1 AND external_id = $2 AND inbox_id = $3;

-- In any inbox of the channel: an archive may put one post under another brand on a second import.
-- $1 organization, $2 external id, $3 channel
-- name: message_known_on_channel
SELECT m.id FROM messages m JOIN inboxes i ON i.id = m.inbox_id
WHERE m.organization_id = $1 AND m.external_id = $2 AND i.channel = $3 LIMIT 1;

-- $1… the message's members in order
-- name: message_insert
INSERT INTO messages (id, organization_id, inbox_id, conversation_id, identity_id, user_id, direction, is_public, text, external_id,
  parent_external_id, delivery, said_at, created_at, edited_at, deleted_at, original_text, language, placed)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19);

-- Newest first, older than the row seen last, without what was taken back.
-- $1 organization, $2 conversation, $3 and $4 said_at and id of the last row seen or null, $5 limit
-- name: message_page
SELECT m.id, m.organization_id, m.inbox_id, m.conversation_id, m.identity_id, m.user_id, m.direction, m.is_public, m.text,
  m.external_id, m.parent_external_id, m.delivery, m.said_at, m.created_at, m.edited_at, m.deleted_at, m.original_text,
  m.language, m.placed,
  COALESCE(u.name, p.name, i.handle, '') AS author_name
FROM messages m
LEFT JOIN users u ON u.id = m.user_id
LEFT JOIN identities i ON i.id = m.identity_id
LEFT JOIN contacts p ON p.id = i.contact_id
WHERE m.organization_id = $1 AND m.conversation_id = $2 AND m.delivery <> 'cancelled'
  AND (CAST($3 AS BIGINT) IS NULL OR m.said_at < $3 OR (m.said_at = $3 AND m.id < $4))
ORDER BY m.said_at DESC, m.id DESC LIMIT $5;

-- Who said what when; notes, and what did not get through, left out.
-- $1 organization, $2 conversation
-- name: message_story
SELECT id, direction, said_at, created_at, external_id, text, (deleted_at IS NOT NULL) AS deleted,
  (user_id IS NOT NULL) AS written_here, is_automatic AS automatic
FROM messages
WHERE organization_id = $1 AND conversation_id = $2 AND direction <> 'internal'
  AND delivery NOT IN ('failed', 'uncertain', 'cancelled');

-- $1 organization, $2 message
-- name: message_find
SELECT id, organization_id, inbox_id, conversation_id, identity_id, user_id, direction, is_public, text, external_id,
  parent_external_id, delivery, said_at, created_at, edited_at, deleted_at, original_text, language, placed
FROM messages WHERE organization_id = $1 AND id = $2;

-- $1 organization, $2 message, $3… what can change
-- name: message_update
UPDATE messages SET conversation_id = $3, text = $4, delivery = $5, edited_at = $6, deleted_at = $7, original_text = $8,
  language = $9, placed = $10
WHERE organization_id = $1 AND id = $2;

-- $1 organization, $2 message
-- name: message_mark_automatic
UPDATE messages SET is_automatic = TRUE WHERE organization_id = $1 AND id = $2;

-- $1 organization, $2 message
-- name: message_is_automatic
SELECT is_automatic FROM messages WHERE organization_id = $1 AND id = $2;

-- $1 organization, $2 conversation, $3 and $4 said from when to when
-- name: message_list_automatic
SELECT id FROM messages
WHERE organization_id = $1 AND conversation_id = $2 AND said_at >= $3 AND said_at <= $4 AND is_automatic;

-- $1 organization, $2 message, $3 where it stands, $4 where it goes
-- name: message_move_one
UPDATE messages SET conversation_id = $4 WHERE organization_id = $1 AND id = $2 AND conversation_id = $3;

-- $1 organization, $2 conversation
-- name: message_ids_in
SELECT id FROM messages WHERE organization_id = $1 AND conversation_id = $2 ORDER BY id;

-- $1 organization, $2 from, $3 to
-- name: message_move_all
UPDATE messages SET conversation_id = $3 WHERE organization_id = $1 AND conversation_id = $2;

-- The newest word, without notes, what was taken back, and what a machine of ours said.
-- $1 organization, $2 conversation
-- name: message_newest_said
SELECT m.id, m.organization_id, m.inbox_id, m.conversation_id, m.identity_id, m.user_id, m.direction, m.is_public, m.text,
  m.external_id, m.parent_external_id, m.delivery, m.said_at, m.created_at, m.edited_at, m.deleted_at, m.original_text,
  m.language, m.placed,
  COALESCE(u.name, p.name, i.handle, '') AS author_name
FROM messages m
LEFT JOIN users u ON u.id = m.user_id
LEFT JOIN identities i ON i.id = m.identity_id
LEFT JOIN contacts p ON p.id = i.contact_id
WHERE m.organization_id = $1 AND m.conversation_id = $2 AND m.direction <> 'internal' AND m.delivery <> 'cancelled'
  AND NOT (m.direction = 'outbound' AND m.is_automatic)
ORDER BY m.said_at DESC, m.id DESC LIMIT 1;

-- The customer's newest word that is not deleted; a machine's only where there is no other.
-- $1 organization, $2 conversation
-- name: message_newest_heard
SELECT id, organization_id, inbox_id, conversation_id, identity_id, user_id, direction, is_public, text, external_id,
  parent_external_id, delivery, said_at, created_at, edited_at, deleted_at, original_text, language, placed
FROM messages WHERE organization_id = $1 AND conversation_id = $2 AND direction = 'inbound' AND deleted_at IS NULL
ORDER BY is_automatic, said_at DESC, id DESC LIMIT 1;

-- What becomes known of a message of ours on its way: the platform's id, what it answers, and when it was said at last.
-- $1 organization, $2 message, $3 external id, $4 external id of what it answers, $5 said_at
-- name: message_place_outbound
UPDATE messages SET external_id = $3, parent_external_id = $4, said_at = $5 WHERE organization_id = $1 AND id = $2;

-- $1 organization, $2 message
-- name: message_delete
DELETE FROM messages WHERE organization_id = $1 AND id = $2;

-- Everything said to or by one identity on an inbox, notes left out, newest first: what a visitor may read.
-- $1 organization, $2 inbox, $3 contact, $4 limit
-- From the contact's conversations on: CROSS JOIN keeps SQLite from walking the organization's messages instead.
-- name: message_list_for_visitor
SELECT m.id, m.organization_id, m.inbox_id, m.conversation_id, m.identity_id, m.user_id, m.direction, m.is_public, m.text,
  m.external_id, m.parent_external_id, m.delivery, m.said_at, m.created_at, m.edited_at, m.deleted_at, m.original_text,
  m.language, m.placed, COALESCE(u.name, '') AS author_name
FROM conversations c
CROSS JOIN messages m
LEFT JOIN users u ON u.id = m.user_id
WHERE c.organization_id = $1 AND c.contact_id = $3 AND m.conversation_id = c.id
  AND m.organization_id = $1 AND m.inbox_id = $2 AND m.direction <> 'internal' AND m.delivery <> 'cancelled'
ORDER BY m.said_at DESC, m.id DESC LIMIT $4;

-- $1 organization, $2 user
-- name: message_author_name
SELECT name FROM users WHERE organization_id = $1 AND id = $2;
