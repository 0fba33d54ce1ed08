-- $1 message, $2 organization, $3 team or 0, $4 user, $5 when, $6 how long
-- name: answer_time_insert
INSERT INTO answer_times (id, organization_id, team_id, user_id, answered_at, handling_ms) VALUES ($1, $2, $3, $4, $5, $6);

-- When a user answered last.
-- $1 organization, $2 user
-- name: answer_time_last
SELECT answered_at FROM answer_times WHERE organization_id = $1 AND user_id = $2 ORDER BY answered_at DESC LIMIT 1;

-- The newest of a team.
-- $1 organization, $2 team or 0, $3 since, $4 limit
-- name: answer_time_list
SELECT user_id, answered_at, handling_ms FROM answer_times
WHERE organization_id = $1 AND team_id = $2 AND answered_at >= $3 ORDER BY answered_at DESC LIMIT $4;

-- $1 older than, $2 limit
-- name: answer_time_clean
DELETE FROM answer_times WHERE id IN (SELECT id FROM answer_times WHERE answered_at < $1 LIMIT $2) RETURNING id;

-- Deadlines of what waits in a team, the nearest first.
-- $1 organization, $2 team, $3 limit
-- name: forecast_queue
SELECT id, due_at FROM conversations
WHERE organization_id = $1 AND owed AND merged_into_id IS NULL AND due_at IS NOT NULL AND team_id = $2
ORDER BY due_at, id LIMIT $3;

-- The same of what waits in none.
-- $1 organization, $2 limit
-- name: forecast_queue_of_none
SELECT id, due_at FROM conversations
WHERE organization_id = $1 AND owed AND merged_into_id IS NULL AND due_at IS NOT NULL AND team_id IS NULL
ORDER BY due_at, id LIMIT $2;

-- How many wait with a nearer deadline.
-- $1 organization, $2 team, $3 deadline
-- name: forecast_ahead
SELECT COUNT(*) AS count FROM conversations
WHERE organization_id = $1 AND owed AND merged_into_id IS NULL AND team_id = $2 AND due_at < $3;

-- The same of what waits in none.
-- $1 organization, $2 deadline
-- name: forecast_ahead_of_none
SELECT COUNT(*) AS count FROM conversations
WHERE organization_id = $1 AND owed AND merged_into_id IS NULL AND team_id IS NULL AND due_at < $2;

-- Teams in which somebody waits, and in how many conversations.
-- $1 organization, $2 a user who sees only their teams, or null
-- name: forecast_queues
SELECT COALESCE(team_id, 0) AS team, COUNT(*) AS waiting FROM conversations
WHERE organization_id = $1 AND owed AND merged_into_id IS NULL
  AND (CAST($2 AS BIGINT) IS NULL OR team_id IN (SELECT m.team_id FROM team_members m WHERE m.organization_id = $1 AND m.user_id = $2))
GROUP BY COALESCE(team_id, 0) ORDER BY COALESCE(team_id, 0);

-- Clocks that began to run after the last of which something was said.
-- $1 after which clock, $2 limit
-- name: forecast_unsaid
SELECT k.id AS clock_id, k.organization_id AS organization_id, COALESCE(c.team_id, 0) AS team, k.due_at AS due_at
FROM clocks k JOIN conversations c ON c.id = k.conversation_id
WHERE k.id > $1 AND k.stopped_at IS NULL AND k.breached_at IS NULL ORDER BY k.id LIMIT $2;

-- name: forecast_last
SELECT MAX(clock_id) AS id FROM forecasts;

-- name: forecast_newest_clock
SELECT MAX(id) AS id FROM clocks;

-- $1… the forecast's members in order
-- name: forecast_insert
INSERT INTO forecasts (clock_id, organization_id, team_id, made_at, ahead, agents, handling_ms, expected_ms, breach_percent)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING;

-- How many began to wait.
-- $1 organization, $2 team or 0, $3 since
-- name: forecast_arrivals
SELECT COUNT(*) AS count FROM forecasts WHERE organization_id = $1 AND team_id = $2 AND made_at >= $3;

-- What came of what was said: of waits that are over, and of those that are late. A wait that was dismissed, or runs in time
-- still, tells nothing.
-- $1 organization, $2 from, $3 to, $4 limit
-- name: forecast_outcomes
SELECT f.breach_percent AS breach_percent, k.breached_at IS NOT NULL AS breached
FROM forecasts f JOIN clocks k ON k.id = f.clock_id
WHERE f.organization_id = $1 AND f.made_at >= $2 AND f.made_at < $3 AND f.breach_percent IS NOT NULL
  AND (k.breached_at IS NOT NULL OR k.stop_cause = 'answered')
ORDER BY f.made_at DESC LIMIT $4;

-- $1 made before, $2 limit
-- name: forecast_clean
DELETE FROM forecasts WHERE clock_id IN (SELECT clock_id FROM forecasts WHERE made_at < $1
  AND clock_id < (SELECT MAX(clock_id) FROM forecasts) LIMIT $2) RETURNING clock_id;

-- Teams in which somebody is at work and of which the leads were not warned lately.
-- $1 at work since, $2 warned since
-- name: forecast_unwarned
SELECT DISTINCT a.organization_id AS organization_id, a.team_id AS team FROM answer_times a
WHERE a.answered_at >= $1
  AND NOT EXISTS (SELECT 1 FROM forecast_warnings w
                  WHERE w.organization_id = a.organization_id AND w.team_id = a.team_id AND w.warned_at >= $2)
ORDER BY a.organization_id, a.team_id;

-- Of two servers that would warn at once the second changes nothing.
-- $1 organization, $2 team or 0, $3 when, $4 not where they were warned since
-- name: forecast_warn
INSERT INTO forecast_warnings (organization_id, team_id, warned_at) VALUES ($1, $2, $3)
ON CONFLICT (organization_id, team_id) DO UPDATE SET warned_at = excluded.warned_at WHERE forecast_warnings.warned_at < $4;
