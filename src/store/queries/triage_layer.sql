-- What a company's people taught triage.

-- $1… the layer's members in order, $11 its bytes
-- name: triage_layer_insert
INSERT INTO triage_layers (id, organization_id, state, model, cause, learnt_by, learnt_at, took_ms, messages, measures, layer)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- The latest first, without their bytes.
-- $1 organization
-- name: triage_layer_list
SELECT id, organization_id, state, model, cause, learnt_by, learnt_at, took_ms, messages, measures
FROM triage_layers WHERE organization_id = $1 ORDER BY learnt_at DESC, id DESC;

-- $1 organization, $2 layer
-- name: triage_layer_find
SELECT id, organization_id, state, model, cause, learnt_by, learnt_at, took_ms, messages, measures
FROM triage_layers WHERE organization_id = $1 AND id = $2;

-- $1 organization
-- name: triage_layer_serving
SELECT id, model FROM triage_layers WHERE organization_id = $1 AND state = 'serving';

-- $1 organization, $2 layer
-- name: triage_layer_bytes
SELECT layer FROM triage_layers WHERE organization_id = $1 AND id = $2;

-- $1 organization, $2 layer, $3 state
-- name: triage_layer_set_state
UPDATE triage_layers SET state = $3 WHERE organization_id = $1 AND id = $2;

-- All but the latest of those that could serve, the latest of those that were not better, and the one that serves.
-- $1 organization, $2 how many of each are kept
-- name: triage_layer_prune
DELETE FROM triage_layers WHERE organization_id = $1 AND state <> 'serving'
  AND id NOT IN (SELECT id FROM triage_layers WHERE organization_id = $1 AND state = 'not_better' ORDER BY learnt_at DESC, id DESC LIMIT $2)
  AND id NOT IN (SELECT id FROM triage_layers WHERE organization_id = $1 AND state <> 'not_better' ORDER BY learnt_at DESC, id DESC LIMIT $2);

-- No row where one is there.
-- $1… the training's members in order
-- name: triage_training_insert
INSERT INTO triage_trainings (organization_id, cause, asked_by, asked_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (organization_id) DO NOTHING RETURNING organization_id;

-- $1 organization
-- name: triage_training_find
SELECT organization_id, cause, asked_by, asked_at FROM triage_trainings WHERE organization_id = $1;

-- The longest waiting of any organization.
-- name: triage_training_next
SELECT organization_id, cause, asked_by, asked_at FROM triage_trainings ORDER BY asked_at, organization_id LIMIT 1;

-- $1 organization
-- name: triage_training_remove
DELETE FROM triage_trainings WHERE organization_id = $1;

-- What people said of messages that are still there, field by field, the latest first; without their texts.
-- $1 organization, $2 limit
-- name: triage_taught_fields
SELECT k.message_id, k.field FROM triage_corrections k CROSS JOIN messages m
WHERE k.organization_id = $1 AND k.undone_at IS NULL AND k.field IN ('intents', 'urgency', 'sentiment')
  AND m.id = k.message_id AND m.organization_id = $1 AND m.deleted_at IS NULL
ORDER BY k.at DESC, k.id DESC LIMIT $2;

-- The same with their texts.
-- $1 organization, $2 limit
-- name: triage_taught
SELECT k.message_id, k.field, k.meant, SUBSTR(m.text, 1, 4000) AS text FROM triage_corrections k CROSS JOIN messages m
WHERE k.organization_id = $1 AND k.undone_at IS NULL AND k.field IN ('intents', 'urgency', 'sentiment')
  AND m.id = k.message_id AND m.organization_id = $1 AND m.deleted_at IS NULL
ORDER BY k.at DESC, k.id DESC LIMIT $2;

-- How much was said or taken back since then.
-- $1 organization, $2 since, $3 until
-- name: triage_taught_since
SELECT COUNT(*) FROM triage_corrections
WHERE organization_id = $1 AND field IN ('intents', 'urgency', 'sentiment')
  AND ((at > $2 AND at <= $3 AND undone_at IS NULL) OR (at <= $2 AND undone_at > $2 AND undone_at <= $3));
