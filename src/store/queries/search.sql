-- What the search index is built from, and what its answers are shown and checked by.

-- The plus keeps SQLite to the order of ids.
-- $1 organization, $2 the last message read, $3 limit
-- name: search_source_page
SELECT m.id, m.conversation_id, c.team_id, m.inbox_id, n.channel, m.identity_id, m.user_id, m.direction, m.text, m.said_at, m.language,
  COALESCE(u.name, p.name, i.handle, '') AS author_name
FROM messages m
JOIN inboxes n ON n.id = m.inbox_id
LEFT JOIN conversations c ON c.id = m.conversation_id
LEFT JOIN users u ON u.id = m.user_id
LEFT JOIN identities i ON i.id = m.identity_id
LEFT JOIN contacts p ON p.id = i.contact_id
WHERE +m.organization_id = $1 AND m.id > $2 AND m.deleted_at IS NULL AND m.delivery <> 'cancelled' ORDER BY m.id LIMIT $3;

-- $1 organization, $2 conversation
-- name: search_source_conversation
SELECT m.id, m.conversation_id, c.team_id, m.inbox_id, n.channel, m.identity_id, m.user_id, m.direction, m.text, m.said_at, m.language,
  COALESCE(u.name, p.name, i.handle, '') AS author_name
FROM messages m
JOIN inboxes n ON n.id = m.inbox_id
LEFT JOIN conversations c ON c.id = m.conversation_id
LEFT JOIN users u ON u.id = m.user_id
LEFT JOIN identities i ON i.id = m.identity_id
LEFT JOIN contacts p ON p.id = i.contact_id
WHERE m.organization_id = $1 AND m.conversation_id = $2 AND m.deleted_at IS NULL AND m.delivery <> 'cancelled';

-- $1 organization
-- name: search_source_count
SELECT COUNT(*) FROM messages WHERE organization_id = $1;

-- $1 organization, $2 message
-- name: search_hit
SELECT m.id, m.conversation_id, m.inbox_id, m.direction, m.is_public, m.text, m.said_at, m.language, m.user_id,
  COALESCE(u.name, p.name, i.handle, '') AS author_name,
  c.team_id, c.assignee_id, c.status, c.owed, COALESCE(k.name, '') AS contact_name
FROM messages m
LEFT JOIN conversations c ON c.id = m.conversation_id
LEFT JOIN contacts k ON k.id = c.contact_id
LEFT JOIN users u ON u.id = m.user_id
LEFT JOIN identities i ON i.id = m.identity_id
LEFT JOIN contacts p ON p.id = i.contact_id
WHERE m.organization_id = $1 AND m.id = $2 AND m.deleted_at IS NULL;

-- $1 organization, $2 handle in lower case (ASCII), $3 limit
-- name: search_identities
SELECT id FROM identities WHERE organization_id = $1 AND lower(handle) = $2 ORDER BY id LIMIT $3;

-- $1 organization, $2 user, $3 limit
-- name: search_conversations_of
SELECT id FROM conversations WHERE organization_id = $1 AND assignee_id = $2 ORDER BY id DESC LIMIT $3;
