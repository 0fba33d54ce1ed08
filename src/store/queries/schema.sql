-- Which migrations a database has seen.

-- name: schema_version
SELECT MAX(version) FROM schema_migrations;

-- $1 version, $2 name, $3 now
-- name: schema_add
INSERT INTO schema_migrations (version, name, applied_at) VALUES ($1, $2, $3);
