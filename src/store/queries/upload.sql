-- $1… the members in order
-- name: upload_insert
INSERT INTO uploads (id, organization_id, owner, name, type, description, size, received, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- $1 organization, $2 upload
-- name: upload_find
SELECT id, organization_id, owner, name, type, description, size, received, created_at FROM uploads
WHERE organization_id = $1 AND id = $2;

-- How many somebody has, and of how many bytes.
-- $1 organization, $2 owner
-- name: upload_count
SELECT COUNT(*) AS count, COALESCE(CAST(SUM(size) AS BIGINT), 0) AS bytes FROM uploads WHERE organization_id = $1 AND owner = $2;

-- $1 organization, $2 upload, $3 bytes so far
-- name: upload_set_received
UPDATE uploads SET received = $3 WHERE organization_id = $1 AND id = $2;

-- $1 organization, $2 upload, $3 what it shows
-- name: upload_set_description
UPDATE uploads SET description = $3 WHERE organization_id = $1 AND id = $2;

-- $1 organization, $2 upload
-- name: upload_delete
DELETE FROM uploads WHERE organization_id = $1 AND id = $2;

-- $1 made before, $2 limit
-- name: upload_list_old
SELECT id, organization_id, owner, name, type, description, size, received, created_at FROM uploads
WHERE created_at < $1 ORDER BY created_at LIMIT $2;

-- $1 attachment, $2 where it begins, $3 organization, $4 bytes
-- name: attachment_part_insert
INSERT INTO attachment_parts (attachment_id, begins_at, organization_id, base64) VALUES ($1, $2, $3, $4);

-- In order.
-- $1 organization, $2 attachment
-- name: attachment_parts
SELECT base64 FROM attachment_parts WHERE organization_id = $1 AND attachment_id = $2 ORDER BY begins_at;

-- $1 organization, $2 attachment
-- name: attachment_parts_delete
DELETE FROM attachment_parts WHERE organization_id = $1 AND attachment_id = $2;
