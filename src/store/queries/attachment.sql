-- $1… the members in order
-- name: attachment_insert
INSERT INTO attachments (id, organization_id, message_id, name, type, size, description, is_inline, content_id, external_id,
  url, has_bytes)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- $1 organization, $2 attachment
-- name: attachment_find
SELECT id, organization_id, message_id, name, type, size, description, is_inline, content_id, external_id, url, has_bytes
FROM attachments WHERE organization_id = $1 AND id = $2;

-- Of messages said within a time, which a page of a conversation shows.
-- $1 organization, $2 conversation, $3 first, $4 last
-- name: attachment_list
SELECT a.id, a.organization_id, a.message_id, a.name, a.type, a.size, a.description, a.is_inline, a.content_id, a.external_id,
  a.url, a.has_bytes
FROM messages m JOIN attachments a ON a.organization_id = m.organization_id AND a.message_id = m.id
WHERE m.organization_id = $1 AND m.conversation_id = $2 AND m.said_at >= $3 AND m.said_at <= $4 AND m.deleted_at IS NULL
ORDER BY a.id;

-- $1 organization, $2 attachment, $3 size
-- name: attachment_set_stored
UPDATE attachments SET has_bytes = TRUE, size = $3 WHERE organization_id = $1 AND id = $2;

-- $1 attachment, $2 organization, $3 sum, $4 bytes
-- name: attachment_bytes_insert
INSERT INTO attachment_bytes (attachment_id, organization_id, sha256, base64) VALUES ($1, $2, $3, $4)
ON CONFLICT (attachment_id) DO NOTHING;

-- $1 organization, $2 attachment
-- name: attachment_bytes
SELECT sha256, base64 FROM attachment_bytes WHERE organization_id = $1 AND attachment_id = $2;

-- $1 message, $2 organization, $3 subject, $4 context
-- name: message_details_insert
INSERT INTO message_details (message_id, organization_id, subject, context) VALUES ($1, $2, $3, $4)
ON CONFLICT (message_id) DO UPDATE SET subject = excluded.subject, context = excluded.context;

-- $1 organization, $2 message
-- name: message_details_find
SELECT message_id, subject, context FROM message_details WHERE organization_id = $1 AND message_id = $2;

-- $1 organization, $2 conversation, $3 first, $4 last
-- name: message_details_list
SELECT d.message_id, d.subject, d.context
FROM messages m JOIN message_details d ON d.message_id = m.id
WHERE m.organization_id = $1 AND m.conversation_id = $2 AND m.said_at >= $3 AND m.said_at <= $4;

-- Files and details of one message are another's from now on.
-- $1 organization, $2 from, $3 to
-- name: attachment_move
UPDATE attachments SET message_id = $3 WHERE organization_id = $1 AND message_id = $2;

-- $1 organization, $2 from, $3 to
-- name: message_details_move
UPDATE message_details SET message_id = $3 WHERE organization_id = $1 AND message_id = $2;

-- Of one message.
-- $1 organization, $2 message
-- name: attachment_list_of_message
SELECT id, organization_id, message_id, name, type, size, description, is_inline, content_id, external_id, url, has_bytes
FROM attachments WHERE organization_id = $1 AND message_id = $2 ORDER BY id;

-- Its bytes stay.
-- $1 organization, $2 attachment
-- name: attachment_delete
DELETE FROM attachments WHERE organization_id = $1 AND id = $2;

-- What a visitor may read: files of messages that are theirs to see.
-- $1 organization, $2 inbox, $3 contact
-- name: attachment_list_for_visitor
SELECT a.id, a.organization_id, a.message_id, a.name, a.type, a.size, a.description, a.is_inline, a.content_id, a.external_id,
  a.url, a.has_bytes
FROM conversations c
CROSS JOIN messages m
JOIN attachments a ON a.organization_id = m.organization_id AND a.message_id = m.id
WHERE c.organization_id = $1 AND c.contact_id = $3 AND m.conversation_id = c.id
  AND m.organization_id = $1 AND m.inbox_id = $2 AND m.direction <> 'internal' AND m.delivery <> 'cancelled'
  AND m.deleted_at IS NULL
ORDER BY a.id;
