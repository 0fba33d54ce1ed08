-- $1 organization, $2 case
-- name: case_find
SELECT id, organization_id, title, created_by, created_at FROM cases WHERE organization_id = $1 AND id = $2;

-- $1… the case's members in order
-- name: case_insert
INSERT INTO cases (id, organization_id, title, created_by, created_at) VALUES ($1, $2, $3, $4, $5);

-- $1 organization, $2 case, $3 title
-- name: case_rename
UPDATE cases SET title = $3 WHERE organization_id = $1 AND id = $2;

-- Merged conversations count: they may be taken out of the merge again.
-- $1 organization, $2 case
-- name: case_delete_empty
DELETE FROM cases WHERE organization_id = $1 AND id = $2
  AND NOT EXISTS (SELECT 1 FROM conversations c WHERE c.organization_id = $1 AND c.case_id = $2);

-- Newest word first.
-- $1 organization, $2 case
-- name: case_conversations
SELECT * FROM conversation_states WHERE organization_id = $1 AND case_id = $2 ORDER BY last_said_at DESC, id DESC;

-- Newest first. A case is there for whoever sees one of its conversations, and counts those.
-- $1 organization, $2 pattern of the title in lower case ('%' for all), $3 the user who sees only their teams; null: everybody,
-- $4 limit
-- name: case_page
SELECT k.id, k.title, k.created_at, COUNT(c.id) AS conversation_count
FROM cases k JOIN conversations c ON c.organization_id = $1 AND c.case_id = k.id AND c.merged_into_id IS NULL
WHERE k.organization_id = $1 AND ($2 = '%' OR LOWER(k.title) LIKE $2)
  AND (CAST($3 AS BIGINT) IS NULL OR c.assignee_id = $3
       OR c.team_id IN (SELECT m.team_id FROM team_members m WHERE m.organization_id = $1 AND m.user_id = $3))
GROUP BY k.id, k.title, k.created_at ORDER BY k.id DESC LIMIT $4;
