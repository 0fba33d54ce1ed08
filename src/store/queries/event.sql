-- $1 organization, $2 how many; gives the last of the numbers taken
-- name: event_take_numbers
UPDATE organizations SET event_seq = event_seq + $2 WHERE id = $1 RETURNING event_seq;

-- $1 organization, $2 number, $3 type, $4 conversation or NULL, $5 when, $6 JSON
-- name: event_add
INSERT INTO events (organization_id, seq, type, conversation_id, at, body) VALUES ($1, $2, $3, $4, $5, $6);

-- $1 organization, $2 the last number known, $3 how many at most
-- name: event_list_after
SELECT seq, type, conversation_id, at, body FROM events WHERE organization_id = $1 AND seq > $2 ORDER BY seq LIMIT $3;

-- The newest first, of the kinds that a thread tells beside what was said.
-- $1 organization, $2 conversation, $3 below this number, $4 how many
-- name: event_history
SELECT seq, type, conversation_id, at, body FROM events
WHERE type IN ('clock.warned', 'clock.breached', 'clock.escalated', 'clock.moved', 'rule.ran', 'playbook.moved',
  'strike.changed', 'follow_up.changed', 'encounter.logged')
  AND organization_id = $1 AND conversation_id = $2 AND seq < $3 ORDER BY seq DESC LIMIT $4;

-- $1 organization
-- name: event_last_number
SELECT event_seq FROM organizations WHERE id = $1;
