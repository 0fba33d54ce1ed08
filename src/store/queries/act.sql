-- $1… the members in order
-- name: act_insert
INSERT INTO message_acts (id, organization_id, message_id, kind, user_id, done_at) VALUES ($1, $2, $3, $4, $5, $6);

-- $1 organization, $2 message
-- name: act_list
SELECT id, organization_id, message_id, kind, user_id, done_at FROM message_acts
WHERE organization_id = $1 AND message_id = $2 ORDER BY id;

-- Of messages said within a time, which a page of a conversation shows.
-- $1 organization, $2 conversation, $3 first, $4 last
-- name: act_list_of_page
SELECT a.id, a.organization_id, a.message_id, a.kind, a.user_id, a.done_at
FROM messages m JOIN message_acts a ON a.organization_id = m.organization_id AND a.message_id = m.id
WHERE m.organization_id = $1 AND m.conversation_id = $2 AND m.said_at >= $3 AND m.said_at <= $4
ORDER BY a.id;

-- $1 organization, $2 from, $3 to
-- name: act_move
UPDATE message_acts SET message_id = $3 WHERE organization_id = $1 AND message_id = $2;
