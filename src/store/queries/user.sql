-- $1 organization, $2 user
-- name: user_find
SELECT id, organization_id, email, name, role, state, created_at FROM users WHERE organization_id = $1 AND id = $2;

-- $1 organization
-- name: user_list
SELECT id, organization_id, email, name, role, state, created_at FROM users WHERE organization_id = $1 ORDER BY name, id;

-- Addresses are unique in the installation: whoever signs in names no organization.
-- $1 e-mail address
-- name: user_find_by_email
SELECT id, organization_id, email, name, role, state, created_at FROM users WHERE email = $1;

-- Is there anybody at all who can sign in?
-- name: user_first_active
SELECT id FROM users WHERE state = 'active' ORDER BY id LIMIT 1;

-- $1 e-mail address
-- name: user_find_login
SELECT id, organization_id, state, password_hash FROM users WHERE email = $1;

-- $1 organization, $2 user
-- name: user_find_login_of
SELECT id, organization_id, state, password_hash FROM users WHERE organization_id = $1 AND id = $2;

-- $1 user, $2 organization, $3 e-mail address, $4 name, $5 role, $6 state, $7 password hash or '', $8 created_at
-- name: user_insert
INSERT INTO users (id, organization_id, email, name, role, state, password_hash, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT DO NOTHING;

-- $1 organization, $2 user, $3 name, $4 role, $5 state
-- name: user_update
UPDATE users SET name = $3, role = $4, state = $5 WHERE organization_id = $1 AND id = $2;

-- $1 organization, $2 user, $3 password hash
-- name: user_set_password
UPDATE users SET password_hash = $3 WHERE organization_id = $1 AND id = $2;

-- $1 organization
-- name: user_count_active_owners
SELECT COUNT(*) AS owners FROM users WHERE organization_id = $1 AND role = 'owner' AND state = 'active';
