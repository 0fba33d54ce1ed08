-- $1 organization, $2 inbox, $3 external id of the message that is not there yet, $4 who waits for it
-- name: awaited_add
INSERT INTO awaited_messages (organization_id, inbox_id, external_id, waiting_id) VALUES ($1, $2, $3, $4)
ON CONFLICT (organization_id, inbox_id, external_id, waiting_id) DO NOTHING;

-- $1 organization, $2 inbox, $3 external id
-- name: awaited_list
SELECT waiting_id FROM awaited_messages WHERE organization_id = $1 AND inbox_id = $2 AND external_id = $3 ORDER BY waiting_id;

-- $1 organization, $2 inbox, $3 external id, $4 who waited
-- name: awaited_remove
DELETE FROM awaited_messages WHERE organization_id = $1 AND inbox_id = $2 AND external_id = $3 AND waiting_id = $4;

-- $1… the move's members in order
-- name: move_insert
INSERT INTO conversation_moves (id, organization_id, kind, source_id, target_id, message_ids, source_before, moved_by, moved_at, undone_at, took_case_id,
  target_before, dismissals)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- $1 organization, $2 move
-- name: move_find
SELECT id, organization_id, kind, source_id, target_id, message_ids, source_before, moved_by, moved_at, undone_at, took_case_id,
  target_before, dismissals
FROM conversation_moves WHERE organization_id = $1 AND id = $2;

-- Into a conversation and out of it, in the order they were done.
-- $1 organization, $2 conversation
-- name: move_list
SELECT id, organization_id, kind, source_id, target_id, message_ids, source_before, moved_by, moved_at, undone_at, took_case_id,
  target_before, dismissals
FROM conversation_moves WHERE organization_id = $1 AND (source_id = $2 OR target_id = $2) ORDER BY id;

-- $1 organization, $2 move, $3 when
-- name: move_undo
UPDATE conversation_moves SET undone_at = $3 WHERE organization_id = $1 AND id = $2;
