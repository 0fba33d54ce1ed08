-- Rules, what they did, and how far the events were looked at.

-- $1 organization
-- name: rule_list
SELECT id, organization_id, name, enabled, answers_to, conditions, actions, max_per_hour, once_per_conversation, place, from_seq,
  off_reason, created_at, changed_at
FROM rules WHERE organization_id = $1 ORDER BY place, id;

-- $1… the rule's members in order
-- name: rule_insert
INSERT INTO rules (id, organization_id, name, enabled, answers_to, conditions, actions, max_per_hour, once_per_conversation, place,
  from_seq, off_reason, created_at, changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14);

-- $1 organization, $2 rule, $3… what can change
-- name: rule_update
UPDATE rules SET name = $3, enabled = $4, answers_to = $5, conditions = $6, actions = $7, max_per_hour = $8,
  once_per_conversation = $9, from_seq = $10, off_reason = $11, changed_at = $12
WHERE organization_id = $1 AND id = $2;

-- $1 organization, $2 rule, $3 place
-- name: rule_set_place
UPDATE rules SET place = $3 WHERE organization_id = $1 AND id = $2;

-- $1 organization, $2 rule
-- name: rule_delete
DELETE FROM rules WHERE organization_id = $1 AND id = $2;

-- $1… the run's members in order
-- name: rule_run_insert
INSERT INTO rule_runs (organization_id, rule_id, event_seq, rule_name, conversation_id, outcome, actions, trouble, depth, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- $1 organization, $2 rule, $3 event
-- name: rule_run_exists
SELECT COUNT(*) AS count FROM rule_runs WHERE organization_id = $1 AND rule_id = $2 AND event_seq = $3;

-- $1 organization, $2 rule, $3 since when
-- name: rule_run_count_since
SELECT COUNT(*) AS count FROM rule_runs WHERE organization_id = $1 AND rule_id = $2 AND at > $3 AND outcome = 'acted';

-- $1 organization, $2 conversation, $3 rule
-- name: rule_run_count_in
SELECT COUNT(*) AS count FROM rule_runs
WHERE organization_id = $1 AND conversation_id = $2 AND rule_id = $3 AND outcome = 'acted';

-- Newest first.
-- $1 organization, $2 rule, $3 event before which, $4 limit
-- name: rule_run_page
SELECT organization_id, rule_id, event_seq, rule_name, conversation_id, outcome, actions, trouble, depth, at
FROM rule_runs WHERE organization_id = $1 AND rule_id = $2 AND event_seq < $3 ORDER BY event_seq DESC LIMIT $4;

-- How often each acted since then, and when last.
-- $1 organization, $2 since when
-- name: rule_run_tally
SELECT rule_id, COUNT(*) AS count, MAX(at) AS last_at FROM rule_runs
WHERE organization_id = $1 AND outcome = 'acted' AND at > $2 GROUP BY rule_id;

-- Nobody else takes numbers of events until the end of the transaction; gives the last that was taken.
-- $1 organization
-- name: rule_lock_numbers
UPDATE organizations SET event_seq = event_seq WHERE id = $1 RETURNING event_seq;

-- Whether there is anything that events have to be looked at for.
-- $1 organization
-- name: rule_is_needed
SELECT (SELECT COUNT(*) FROM rules WHERE organization_id = $1 AND enabled)
  + (SELECT COUNT(*) FROM playbook_runs WHERE organization_id = $1 AND state = 'running') AS count;

-- $1 organization
-- name: rule_position_find
SELECT seq FROM rule_positions WHERE organization_id = $1;

-- $1 organization, $2 seq
-- name: rule_position_begin
INSERT INTO rule_positions (organization_id, seq) VALUES ($1, $2) ON CONFLICT (organization_id) DO NOTHING;

-- $1 organization, $2 from, $3 to
-- name: rule_position_move
UPDATE rule_positions SET seq = $3 WHERE organization_id = $1 AND seq = $2;

-- $1 organization
-- name: rule_position_end
DELETE FROM rule_positions WHERE organization_id = $1;

-- Of every organization: whose events are looked at.
-- name: rule_position_list
SELECT p.organization_id, p.seq, o.event_seq AS last_seq
FROM rule_positions p JOIN organizations o ON o.id = p.organization_id ORDER BY p.organization_id;

-- $1 organization, $2 event, $3 depth
-- name: rule_echo_insert
INSERT INTO rule_echoes (organization_id, seq, depth) VALUES ($1, $2, $3);

-- $1 organization, $2 event
-- name: rule_echo_find
SELECT depth FROM rule_echoes WHERE organization_id = $1 AND seq = $2;

-- $1 organization, $2 the last event that was looked at
-- name: rule_echo_delete
DELETE FROM rule_echoes WHERE organization_id = $1 AND seq <= $2;

-- $1 organization
-- name: rule_echo_delete_all
DELETE FROM rule_echoes WHERE organization_id = $1;

-- $1 organization, $2 conversation
-- name: override_find
SELECT priority_floor, priority_rule, policy_id, policy_rule FROM conversation_overrides
WHERE organization_id = $1 AND conversation_id = $2;

-- $1 organization
-- name: override_policy_count
SELECT COUNT(*) AS count FROM conversation_overrides WHERE organization_id = $1 AND policy_id IS NOT NULL;

-- $1 organization, $2 conversation, $3… its members in order
-- name: override_put
INSERT INTO conversation_overrides (organization_id, conversation_id, priority_floor, priority_rule, policy_id, policy_rule)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (organization_id, conversation_id) DO UPDATE SET priority_floor = excluded.priority_floor,
  priority_rule = excluded.priority_rule, policy_id = excluded.policy_id, policy_rule = excluded.policy_rule;

-- $1 before when, $2 limit
-- name: rule_run_clean
DELETE FROM rule_runs WHERE (organization_id, rule_id, event_seq) IN
  (SELECT organization_id, rule_id, event_seq FROM rule_runs WHERE at < $1 ORDER BY at LIMIT $2) RETURNING event_seq;

-- The first event from a number on, and when it happened.
-- $1 organization, $2 number
-- name: rule_event_from
SELECT seq, at FROM events WHERE organization_id = $1 AND seq >= $2 ORDER BY seq LIMIT 1;

-- Events of two types, in order; the number of the last one looked at comes with them.
-- $1 organization, $2 after, $3 to, $4 and $5 the types
-- name: rule_events_of
SELECT seq, type, conversation_id, at, body FROM events
WHERE organization_id = $1 AND seq > $2 AND seq <= $3 AND (type = $4 OR type = $5) ORDER BY seq;
