-- What is promised to whom, the hours that count, and clocks that know when something is due next.

CREATE TABLE business_hours (
  id BIGINT PRIMARY KEY,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  name TEXT NOT NULL,
  always_open BOOLEAN NOT NULL,
  timezone TEXT NOT NULL,
  week TEXT NOT NULL,                        -- JSON: {"mon": [["09:00", "17:00"]], …}
  holidays TEXT NOT NULL,                    -- JSON: [{"day": "2026-12-25", "name": "…", "yearly": false}, …]
  is_default BOOLEAN NOT NULL,               -- Of every team that has none of its own.
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  UNIQUE (organization_id, name)
);
CREATE UNIQUE INDEX business_hours_default ON business_hours (organization_id) WHERE is_default;

CREATE TABLE team_hours (
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  team_id BIGINT NOT NULL REFERENCES teams (id),
  hours_id BIGINT NOT NULL REFERENCES business_hours (id),
  PRIMARY KEY (organization_id, team_id)
);

CREATE TABLE sla_policies (
  id BIGINT PRIMARY KEY,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  name TEXT NOT NULL,
  inbox_id BIGINT REFERENCES inboxes (id),   -- Where it holds; what is null does not matter.
  channel TEXT,
  team_id BIGINT REFERENCES teams (id),
  priority_at_least BIGINT,
  segment TEXT,
  first_response_s BIGINT,
  next_response_s BIGINT,
  warn_percent BIGINT NOT NULL,
  counted TEXT NOT NULL,
  hours_id BIGINT REFERENCES business_hours (id),
  escalate_s TEXT NOT NULL,                  -- JSON: [900, 3600]
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  UNIQUE (organization_id, name)
);

-- Of each organization that ever changed any of it: a number that no other state of it has, and up to which
-- conversation the clocks that run have been reckoned anew; null: all of them.
CREATE TABLE sla_revisions (
  organization_id BIGINT NOT NULL PRIMARY KEY REFERENCES organizations (id),
  revision BIGINT NOT NULL,
  reckoned_id BIGINT
);
CREATE INDEX sla_revisions_to_reckon ON sla_revisions (organization_id) WHERE reckoned_id IS NOT NULL;

-- What was set before has been set by somebody.
ALTER TABLE inboxes ADD COLUMN own_target BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE inboxes ADD COLUMN working_time BOOLEAN NOT NULL DEFAULT FALSE;

ALTER TABLE clocks ADD COLUMN dismiss_reason TEXT;
ALTER TABLE clocks ADD COLUMN policy_id BIGINT;      -- May be gone by now.
ALTER TABLE clocks ADD COLUMN target_s BIGINT;
ALTER TABLE clocks ADD COLUMN paused_ms BIGINT;
ALTER TABLE clocks ADD COLUMN paused_at BIGINT;
ALTER TABLE clocks ADD COLUMN warn_at BIGINT;
ALTER TABLE clocks ADD COLUMN warned_at BIGINT;
ALTER TABLE clocks ADD COLUMN escalated BIGINT;
ALTER TABLE clocks ADD COLUMN next_at BIGINT;        -- What the timer waits for; null where nothing more comes.
UPDATE clocks SET target_s = (due_at - started_at) / 1000, warn_at = started_at + (due_at - started_at) / 4 * 3,
  next_at = started_at + (due_at - started_at) / 4 * 3 WHERE stopped_at IS NULL AND breached_at IS NULL;
DROP INDEX clocks_due;
CREATE INDEX clocks_next ON clocks (next_at) WHERE next_at IS NOT NULL;

DROP VIEW conversation_states;
CREATE VIEW conversation_states AS
SELECT c.id, c.organization_id, c.inbox_id, c.contact_id, c.team_id, c.assignee_id, c.status, c.snoozed_until, c.owed, c.owed_since,
  c.due_at, c.dismiss_reason, c.dismiss_note, c.thread_key, c.first_said_at, c.last_said_at, c.last_text, c.last_direction,
  c.message_count, c.first_answered_at, c.resolved_at, c.created_at, c.merged_into_id, c.case_id,
  p.name AS contact_name, k.id AS clock_id, k.kind AS clock_kind, k.started_at AS clock_started_at, k.due_at AS clock_due_at,
  k.breached_at AS clock_breached_at, k.policy_id AS clock_policy_id, k.target_s AS clock_target_s, k.paused_ms AS clock_paused_ms,
  k.paused_at AS clock_paused_at, k.warn_at AS clock_warn_at, k.warned_at AS clock_warned_at, k.escalated AS clock_escalated,
  k.next_at AS clock_next_at, c.priority, c.priority_reasons, c.facets
FROM conversations c
JOIN contacts p ON p.id = c.contact_id
LEFT JOIN clocks k ON k.conversation_id = c.id AND k.stopped_at IS NULL
WHERE c.merged_into_id IS NULL;
