-- Policies, business hours, and the state that they are in together.

-- $1 organization
-- name: sla_policy_list
SELECT id, organization_id, name, inbox_id, channel, team_id, priority_at_least, segment, first_response_s, next_response_s,
  resolution_s, call_back_s, warn_percent, counted, hours_id, escalate_s, created_at, changed_at
FROM sla_policies WHERE organization_id = $1 ORDER BY name, id;

-- $1… the policy's members in order
-- name: sla_policy_insert
INSERT INTO sla_policies (id, organization_id, name, inbox_id, channel, team_id, priority_at_least, segment, first_response_s,
  next_response_s, resolution_s, call_back_s, warn_percent, counted, hours_id, escalate_s, created_at, changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18);

-- $1 organization, $2 policy, $3… what can change
-- name: sla_policy_update
UPDATE sla_policies SET name = $3, inbox_id = $4, channel = $5, team_id = $6, priority_at_least = $7, segment = $8,
  first_response_s = $9, next_response_s = $10, resolution_s = $11, call_back_s = $12, warn_percent = $13, counted = $14, hours_id = $15,
  escalate_s = $16, changed_at = $17
WHERE organization_id = $1 AND id = $2;

-- $1 organization, $2 policy
-- name: sla_policy_delete
DELETE FROM sla_policies WHERE organization_id = $1 AND id = $2;

-- $1 organization
-- name: business_hours_list
SELECT id, organization_id, name, always_open, timezone, week, holidays, is_default, created_at, changed_at
FROM business_hours WHERE organization_id = $1 ORDER BY name, id;

-- $1… the members in order
-- name: business_hours_insert
INSERT INTO business_hours (id, organization_id, name, always_open, timezone, week, holidays, is_default, created_at, changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- $1 organization, $2 hours, $3… what can change
-- name: business_hours_update
UPDATE business_hours SET name = $3, always_open = $4, timezone = $5, week = $6, holidays = $7, is_default = $8, changed_at = $9
WHERE organization_id = $1 AND id = $2;

-- $1 organization, $2 the hours that are the default from now on
-- name: business_hours_drop_default
UPDATE business_hours SET is_default = FALSE WHERE organization_id = $1 AND id <> $2 AND is_default;

-- $1 organization, $2 hours
-- name: business_hours_delete
DELETE FROM business_hours WHERE organization_id = $1 AND id = $2;

-- $1 organization
-- name: team_hours_list
SELECT team_id, hours_id FROM team_hours WHERE organization_id = $1 ORDER BY team_id;

-- $1 organization, $2 team, $3 hours
-- name: team_hours_set
INSERT INTO team_hours (organization_id, team_id, hours_id) VALUES ($1, $2, $3)
ON CONFLICT (organization_id, team_id) DO UPDATE SET hours_id = excluded.hours_id;

-- $1 organization, $2 hours
-- name: team_hours_clear
DELETE FROM team_hours WHERE organization_id = $1 AND hours_id = $2;

-- $1 organization
-- name: sla_revision_find
SELECT revision FROM sla_revisions WHERE organization_id = $1;

-- Every running clock is to be reckoned anew.
-- $1 organization, $2 revision
-- name: sla_revision_set
INSERT INTO sla_revisions (organization_id, revision, reckoned_id) VALUES ($1, $2, 0)
ON CONFLICT (organization_id) DO UPDATE SET revision = excluded.revision, reckoned_id = 0;

-- The first organization of which clocks are still to be reckoned anew.
-- name: sla_reckoning_find
SELECT organization_id, revision, reckoned_id FROM sla_revisions WHERE reckoned_id IS NOT NULL
ORDER BY organization_id LIMIT 1;

-- $1 organization, $2 revision, $3 the last conversation, or null when all are done
-- name: sla_reckoning_set
UPDATE sla_revisions SET reckoned_id = $3 WHERE organization_id = $1 AND revision = $2;
