-- Playbooks and their runs.

-- $1 organization
-- name: playbook_list
SELECT id, organization_id, name, when_to_use, steps, created_at, changed_at
FROM playbooks WHERE organization_id = $1 ORDER BY name, id;

-- $1 organization, $2 playbook
-- name: playbook_find
SELECT id, organization_id, name, when_to_use, steps, created_at, changed_at
FROM playbooks WHERE organization_id = $1 AND id = $2;

-- $1… the playbook's members in order
-- name: playbook_insert
INSERT INTO playbooks (id, organization_id, name, when_to_use, steps, created_at, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- $1 organization, $2 playbook, $3… what can change
-- name: playbook_update
UPDATE playbooks SET name = $3, when_to_use = $4, steps = $5, changed_at = $6 WHERE organization_id = $1 AND id = $2;

-- $1 organization, $2 playbook
-- name: playbook_delete
DELETE FROM playbooks WHERE organization_id = $1 AND id = $2;

-- Newest first.
-- $1 organization, $2 conversation
-- name: playbook_run_list
SELECT id, organization_id, conversation_id, playbook_id, name, steps, state, began_at, began_by, rule_id, ended_at, ended_by
FROM playbook_runs WHERE organization_id = $1 AND conversation_id = $2 ORDER BY id DESC;

-- $1 organization, $2 conversation
-- name: playbook_run_running
SELECT id, organization_id, conversation_id, playbook_id, name, steps, state, began_at, began_by, rule_id, ended_at, ended_by
FROM playbook_runs WHERE organization_id = $1 AND conversation_id = $2 AND state = 'running' ORDER BY id;

-- $1 organization, $2 run
-- name: playbook_run_find
SELECT id, organization_id, conversation_id, playbook_id, name, steps, state, began_at, began_by, rule_id, ended_at, ended_by
FROM playbook_runs WHERE organization_id = $1 AND id = $2;

-- $1… the run's members in order, of one that begins
-- name: playbook_run_insert
INSERT INTO playbook_runs (id, organization_id, conversation_id, playbook_id, name, steps, state, began_at, began_by, rule_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- $1 organization, $2 run, $3 state, $4 when it ended, $5 who ended it
-- name: playbook_run_update
UPDATE playbook_runs SET state = $3, ended_at = $4, ended_by = $5 WHERE organization_id = $1 AND id = $2;

-- $1 now, $2 limit
-- name: playbook_run_due
SELECT organization_id, id, next_due_at AS due_at FROM playbook_runs WHERE next_due_at <= $1 ORDER BY next_due_at LIMIT $2;

-- One whose time is over by now is left to the timer.
-- $1 organization, $2 run, $3 when its next step is due, $4 now
-- name: playbook_run_plan
UPDATE playbook_runs SET next_due_at = $3
WHERE organization_id = $1 AND id = $2 AND (next_due_at IS NULL OR next_due_at > $4);

-- $1 organization, $2 run, $3 what was due, $4 when its next step is due
-- name: playbook_run_take_due
UPDATE playbook_runs SET next_due_at = $4 WHERE organization_id = $1 AND id = $2 AND next_due_at = $3 RETURNING id;

-- Conversations in which one is under way.
-- $1 organization
-- name: playbook_run_conversations
SELECT DISTINCT conversation_id FROM playbook_runs WHERE organization_id = $1 AND state = 'running';

-- $1 organization, $2 run
-- name: playbook_done_list
SELECT step, at, by_id FROM playbook_steps_done WHERE organization_id = $1 AND run_id = $2 ORDER BY step;

-- $1 organization, $2 run, $3 step, $4 when, $5 who
-- name: playbook_done_insert
INSERT INTO playbook_steps_done (organization_id, run_id, step, at, by_id) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (organization_id, run_id, step) DO NOTHING;

-- $1 organization, $2 run, $3 step
-- name: playbook_done_delete
DELETE FROM playbook_steps_done WHERE organization_id = $1 AND run_id = $2 AND step = $3;

-- Whether one of us answered since then.
-- $1 organization, $2 conversation, $3 since when
-- name: playbook_answers
SELECT COUNT(*) AS count FROM messages
WHERE organization_id = $1 AND conversation_id = $2 AND direction = 'outbound' AND NOT is_automatic AND created_at >= $3
  AND delivery NOT IN ('failed', 'uncertain', 'cancelled');
