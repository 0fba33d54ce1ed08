-- Macros, and the drafts that rules made of them.

-- $1 organization
-- name: macro_list
SELECT id, organization_id, name, text, actions, created_at, changed_at FROM macros WHERE organization_id = $1 ORDER BY name, id;

-- $1 organization, $2 macro
-- name: macro_find
SELECT id, organization_id, name, text, actions, created_at, changed_at FROM macros WHERE organization_id = $1 AND id = $2;

-- $1… the macro's members in order
-- name: macro_insert
INSERT INTO macros (id, organization_id, name, text, actions, created_at, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- $1 organization, $2 macro, $3… what can change
-- name: macro_update
UPDATE macros SET name = $3, text = $4, actions = $5, changed_at = $6 WHERE organization_id = $1 AND id = $2;

-- $1 organization, $2 macro
-- name: macro_delete
DELETE FROM macros WHERE organization_id = $1 AND id = $2;

-- $1… the draft's members in order, of one that is offered
-- name: draft_insert
INSERT INTO drafts (id, organization_id, conversation_id, rule_id, macro_id, rule_name, text, state, made_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- Those that are offered.
-- $1 organization, $2 conversation
-- name: draft_list
SELECT id, organization_id, conversation_id, rule_id, macro_id, rule_name, text, state, made_at, settled_at, settled_by
FROM drafts WHERE organization_id = $1 AND conversation_id = $2 AND state = 'offered' ORDER BY id;

-- $1 organization, $2 draft
-- name: draft_find
SELECT id, organization_id, conversation_id, rule_id, macro_id, rule_name, text, state, made_at, settled_at, settled_by
FROM drafts WHERE organization_id = $1 AND id = $2;

-- $1 organization, $2 draft, $3 state, $4 when, $5 who
-- name: draft_settle
UPDATE drafts SET state = $3, settled_at = $4, settled_by = $5 WHERE organization_id = $1 AND id = $2 AND state = 'offered';
