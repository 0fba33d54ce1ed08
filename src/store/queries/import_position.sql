-- $1 organization, $2 file
-- name: import_position_find
SELECT byte, line FROM import_positions WHERE organization_id = $1 AND file = $2;

-- $1 organization, $2 file, $3 byte, $4 line, $5 at
-- name: import_position_put
INSERT INTO import_positions (organization_id, file, byte, line, at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (organization_id, file) DO UPDATE SET byte = excluded.byte, line = excluded.line, at = excluded.at;

-- $1 organization, $2 file
-- name: import_position_delete
DELETE FROM import_positions WHERE organization_id = $1 AND file = $2;
