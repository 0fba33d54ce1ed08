-- How work is given out, to whom, and what was decided.

-- $1 organization
-- name: team_routing_list
SELECT team_id, organization_id, strategy, sticky_s, sticky_over_percent, overflow_team_id, overflow_after_s, requeue_away_after_s,
  changed_at
FROM team_routing WHERE organization_id = $1 ORDER BY team_id;

-- $1… the members in order
-- name: team_routing_put
INSERT INTO team_routing (team_id, organization_id, strategy, sticky_s, sticky_over_percent, overflow_team_id, overflow_after_s,
  requeue_away_after_s, changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (organization_id, team_id) DO UPDATE SET strategy = excluded.strategy, sticky_s = excluded.sticky_s,
  sticky_over_percent = excluded.sticky_over_percent, overflow_team_id = excluded.overflow_team_id,
  overflow_after_s = excluded.overflow_after_s, requeue_away_after_s = excluded.requeue_away_after_s, changed_at = excluded.changed_at;

-- Organizations in which anything is given out.
-- name: routing_organizations
SELECT DISTINCT organization_id FROM team_routing
WHERE strategy <> 'manual' OR overflow_team_id IS NOT NULL OR requeue_away_after_s IS NOT NULL ORDER BY organization_id;

-- $1 organization
-- name: routing_profile_list
SELECT user_id, capacity, languages, channels, topics, products, seniority FROM routing_profiles WHERE organization_id = $1
ORDER BY user_id;

-- $1 organization, $2 user, $3… the profile's members in order, and when
-- name: routing_profile_put
INSERT INTO routing_profiles (organization_id, user_id, capacity, languages, channels, topics, products, seniority, changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (organization_id, user_id) DO UPDATE SET capacity = excluded.capacity, languages = excluded.languages,
  channels = excluded.channels, topics = excluded.topics, products = excluded.products, seniority = excluded.seniority,
  changed_at = excluded.changed_at;

-- $1 organization
-- name: presence_list
SELECT organization_id, user_id, presence, since, set_by, routed_at FROM presences WHERE organization_id = $1 ORDER BY user_id;

-- Everybody of any organization who said that they are there, and whom the server found gone.
-- name: presence_watched
SELECT organization_id, user_id, presence, since, set_by, routed_at FROM presences
WHERE presence = 'online' OR (presence = 'away' AND set_by IS NULL) ORDER BY organization_id, user_id;

-- $1 organization, $2 user
-- name: presence_find
SELECT organization_id, user_id, presence, since, set_by, routed_at FROM presences WHERE organization_id = $1 AND user_id = $2;

-- $1 organization, $2 user, $3 presence, $4 since, $5 who said so
-- name: presence_put
INSERT INTO presences (organization_id, user_id, presence, since, set_by) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (organization_id, user_id) DO UPDATE SET presence = excluded.presence, since = excluded.since, set_by = excluded.set_by;

-- $1 organization, $2 user, $3 when they were given something
-- name: presence_routed
UPDATE presences SET routed_at = $3 WHERE organization_id = $1 AND user_id = $2;

-- $1 organization
-- name: channel_weight_list
SELECT channel, weight FROM channel_weights WHERE organization_id = $1 ORDER BY channel;

-- $1 organization
-- name: channel_weight_clear
DELETE FROM channel_weights WHERE organization_id = $1;

-- $1 organization, $2 channel, $3 weight
-- name: channel_weight_insert
INSERT INTO channel_weights (organization_id, channel, weight) VALUES ($1, $2, $3);

-- What everybody has open, by inbox.
-- $1 organization
-- name: routing_loads
SELECT assignee_id AS user_id, inbox_id, COUNT(*) AS count FROM conversations
WHERE organization_id = $1 AND assignee_id IS NOT NULL AND status = 'open' AND merged_into_id IS NULL
GROUP BY assignee_id, inbox_id ORDER BY assignee_id, inbox_id;

-- What one team owes and nobody has, with the decision that was the last about it.
-- $1 organization, $2 team
-- name: routing_waiting
SELECT c.id, c.inbox_id, c.contact_id, c.team_id, c.priority, c.facets, c.owed_since, c.due_at, c.created_at, p.name AS contact_name,
  p.value AS contact_value, d.at AS decided_at, d.outcome AS decided, d.team_id AS decided_team_id
FROM conversations c
JOIN contacts p ON p.id = c.contact_id
LEFT JOIN routing_decisions d ON d.id = (SELECT MAX(x.id) FROM routing_decisions x
  WHERE x.organization_id = c.organization_id AND x.conversation_id = c.id)
WHERE c.organization_id = $1 AND c.team_id = $2 AND c.owed AND c.assignee_id IS NULL AND c.status = 'open' AND c.merged_into_id IS NULL
ORDER BY c.id;

-- What one team owes and somebody has who is not there. `given_at`: when they were given it, where that is known.
-- $1 organization, $2 team
-- name: routing_left
SELECT c.id, c.assignee_id AS user_id, s.presence, s.since,
  (SELECT MAX(d.at) FROM routing_decisions d WHERE d.organization_id = c.organization_id AND d.conversation_id = c.id
     AND d.user_id = c.assignee_id) AS given_at
FROM conversations c
JOIN presences s ON s.organization_id = c.organization_id AND s.user_id = c.assignee_id AND s.presence <> 'online'
WHERE c.organization_id = $1 AND c.team_id = $2 AND c.owed AND c.status = 'open' AND c.merged_into_id IS NULL
ORDER BY c.id;

-- Which of us answered a customer last, whatever it was about.
-- $1 organization, $2 contact
-- name: routing_last_answer
SELECT m.user_id, m.said_at FROM conversations c CROSS JOIN messages m
WHERE c.organization_id = $1 AND c.contact_id = $2 AND m.conversation_id = c.id AND m.direction = 'outbound' AND m.user_id IS NOT NULL
  AND m.delivery NOT IN ('failed', 'cancelled')
ORDER BY m.said_at DESC, m.id DESC LIMIT 1;

-- What the customer's last word says.
-- $1 organization, $2 conversation
-- name: routing_last_triage
SELECT t.triage FROM messages m CROSS JOIN message_triages t
WHERE m.organization_id = $1 AND m.conversation_id = $2 AND m.direction = 'inbound' AND m.deleted_at IS NULL AND t.message_id = m.id
ORDER BY m.said_at DESC, m.id DESC LIMIT 1;

-- $1… the decision's members in order
-- name: routing_decision_insert
INSERT INTO routing_decisions (id, organization_id, conversation_id, at, outcome, user_id, team_id, grounds, decided_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- The newest first.
-- $1 organization, $2 conversation, $3 limit
-- name: routing_decision_list
SELECT id, organization_id, conversation_id, at, outcome, user_id, team_id, grounds, decided_by FROM routing_decisions
WHERE organization_id = $1 AND conversation_id = $2 ORDER BY id DESC LIMIT $3;
