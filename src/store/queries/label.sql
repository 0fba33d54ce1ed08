-- $1 organization, $2 conversation
-- name: label_list
SELECT label FROM conversation_labels WHERE organization_id = $1 AND conversation_id = $2 ORDER BY label;

-- $1 organization, $2 conversation, $3 label, $4 when, $5 who
-- name: label_add
INSERT INTO conversation_labels (organization_id, conversation_id, label, added_at, added_by) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (organization_id, conversation_id, label) DO NOTHING;

-- $1 organization, $2 conversation, $3 label
-- name: label_remove
DELETE FROM conversation_labels WHERE organization_id = $1 AND conversation_id = $2 AND label = $3;

-- $1 organization, $2 limit
-- name: label_names
SELECT label, COUNT(*) AS count FROM conversation_labels WHERE organization_id = $1
GROUP BY label ORDER BY count DESC, label LIMIT $2;
