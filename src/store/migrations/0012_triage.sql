-- What messages say, how soon somebody should look at a conversation, and what people put right. All of it is written behind the
-- intake, by the thread that follows the events (src/workflow/triage/follower.hpp).

CREATE TABLE message_triages (
  message_id BIGINT NOT NULL PRIMARY KEY,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  language TEXT NOT NULL,          -- ISO 639-1; empty where unknown.
  sentiment TEXT NOT NULL,
  sentiment_score DOUBLE PRECISION NOT NULL,
  urgency BIGINT NOT NULL,
  spam BOOLEAN NOT NULL,
  abuse BOOLEAN NOT NULL,
  intents TEXT NOT NULL,           -- Their names with commas between, in order of the letters.
  triage TEXT NOT NULL,            -- All of it as JSON, without the reasons.
  tier BIGINT NOT NULL,
  model TEXT NOT NULL,
  edited_at BIGINT,                -- Of the message, when it was assessed: another one since means another text.
  assessed_at BIGINT NOT NULL
);

-- One field of one message, put right; the latest that was not undone holds.
CREATE TABLE triage_corrections (
  id BIGINT PRIMARY KEY,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  message_id BIGINT NOT NULL REFERENCES messages (id),
  inbox_id BIGINT NOT NULL REFERENCES inboxes (id),
  field TEXT NOT NULL,
  said TEXT NOT NULL,              -- What the model had said.
  meant TEXT NOT NULL,
  language TEXT NOT NULL,
  model TEXT NOT NULL,
  corrected_by BIGINT REFERENCES users (id),
  at BIGINT NOT NULL,
  undone_at BIGINT
);
CREATE UNIQUE INDEX triage_corrections_in_force ON triage_corrections (message_id, field) WHERE undone_at IS NULL;
CREATE INDEX triage_corrections_by_time ON triage_corrections (organization_id, at);

-- How often each thing was said on each day (UTC), by inbox: how the sorting drifts, and how much of it was put right.
CREATE TABLE triage_counts (
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  day BIGINT NOT NULL,
  inbox_id BIGINT NOT NULL REFERENCES inboxes (id),
  field TEXT NOT NULL,
  value TEXT NOT NULL,
  count BIGINT NOT NULL,
  PRIMARY KEY (organization_id, day, inbox_id, field, value)
) /* WITHOUT ROWID */;

CREATE TABLE triage_settings (
  organization_id BIGINT NOT NULL PRIMARY KEY REFERENCES organizations (id),
  settings TEXT NOT NULL,
  changed_by BIGINT REFERENCES users (id),
  changed_at BIGINT NOT NULL
);

-- How far the events were followed: `seq` for what is new, `old_seq` for archives, which wait.
CREATE TABLE triage_positions (
  organization_id BIGINT NOT NULL PRIMARY KEY REFERENCES organizations (id),
  seq BIGINT NOT NULL,
  old_seq BIGINT NOT NULL
);

ALTER TABLE conversations ADD COLUMN priority BIGINT;         -- 0 to 100; of what is resolved, none.
ALTER TABLE conversations ADD COLUMN priority_reasons TEXT;   -- JSON
ALTER TABLE conversations ADD COLUMN rank_at BIGINT;          -- When it is to be looked at again: its clock has gone on then.
CREATE INDEX conversations_to_rank ON conversations (rank_at) WHERE rank_at IS NOT NULL;

-- What is not resolved, by priority: an index kept by hand, because every index of conversations is paid for by every post. `list`
-- is the organization, the inbox or the team, whose ids never meet.
CREATE TABLE conversation_ranks (
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  list BIGINT NOT NULL,
  priority BIGINT NOT NULL,
  conversation_id BIGINT NOT NULL REFERENCES conversations (id),
  PRIMARY KEY (organization_id, list, priority, conversation_id)
) /* WITHOUT ROWID */;
CREATE INDEX conversation_ranks_of ON conversation_ranks (conversation_id);

-- What was there before has its place in the lists at once, and is looked at as soon as there is time.
UPDATE conversations SET priority = 0, rank_at = 0 WHERE status <> 'resolved' AND merged_into_id IS NULL;
INSERT INTO conversation_ranks (organization_id, list, priority, conversation_id)
SELECT organization_id, organization_id, 0, id FROM conversations WHERE priority = 0
UNION ALL SELECT organization_id, inbox_id, 0, id FROM conversations WHERE priority = 0
UNION ALL SELECT organization_id, team_id, 0, id FROM conversations WHERE priority = 0 AND team_id IS NOT NULL;
INSERT INTO triage_positions (organization_id, seq, old_seq) SELECT id, event_seq, 0 FROM organizations;

DROP VIEW conversation_states;
CREATE VIEW conversation_states AS
SELECT c.id, c.organization_id, c.inbox_id, c.contact_id, c.team_id, c.assignee_id, c.status, c.snoozed_until, c.owed, c.owed_since,
  c.due_at, c.dismiss_reason, c.dismiss_note, c.thread_key, c.first_said_at, c.last_said_at, c.last_text, c.last_direction,
  c.message_count, c.first_answered_at, c.resolved_at, c.created_at, c.merged_into_id, c.case_id,
  p.name AS contact_name, k.id AS clock_id, k.kind AS clock_kind, k.started_at AS clock_started_at, k.due_at AS clock_due_at,
  k.breached_at AS clock_breached_at, c.priority, c.priority_reasons
FROM conversations c
JOIN contacts p ON p.id = c.contact_id
LEFT JOIN clocks k ON k.conversation_id = c.id AND k.stopped_at IS NULL
WHERE c.merged_into_id IS NULL;
