-- Every word of the organization for the care report, but what a machine of ours said: it answers nobody. `threaded` is false where the channel has no reply links: there the
-- conversation takes the thread's place and the inbox the brand's.
-- $1 organization
-- name: report_care_words
SELECT m.external_id, m.parent_external_id, COALESCE(NULLIF(i.handle, ''), i.external_id, '') AS author, m.conversation_id, n.name AS inbox_name,
  COALESCE(c.thread_key, 'post') <> '' AS threaded, m.direction, m.said_at,
  CASE WHEN m.direction = 'inbound' AND COALESCE(c.thread_key, 'post') <> '' THEN m.text ELSE '' END AS text
FROM messages m
JOIN inboxes n ON n.id = m.inbox_id
LEFT JOIN identities i ON i.id = m.identity_id
LEFT JOIN conversations c ON c.id = m.conversation_id
WHERE m.organization_id = $1 AND m.direction <> 'internal' AND m.delivery NOT IN ('failed', 'uncertain', 'cancelled')
  AND NOT (m.direction = 'outbound' AND m.is_automatic)
ORDER BY m.said_at, m.id;
