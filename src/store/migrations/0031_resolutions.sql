-- How soon a matter is to be settled, and how soon somebody is called who asks for it.

ALTER TABLE sla_policies ADD COLUMN resolution_s BIGINT;
ALTER TABLE sla_policies ADD COLUMN call_back_s BIGINT;

-- Clocks of solutions. They stand beside those of answers, which are the ledger of who is owed one.
CREATE TABLE resolutions (
  id BIGINT PRIMARY KEY,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  conversation_id BIGINT NOT NULL REFERENCES conversations (id),
  started_at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  breached_at BIGINT,
  stopped_at BIGINT,
  stop_cause TEXT,
  dismiss_reason TEXT,
  policy_id BIGINT,              -- May be gone by now.
  target_s BIGINT,
  paused_ms BIGINT,
  paused_at BIGINT,
  warn_at BIGINT,
  warned_at BIGINT,
  escalated BIGINT,
  next_at BIGINT                 -- What the timer waits for; null where nothing more comes.
);
CREATE UNIQUE INDEX resolutions_running ON resolutions (conversation_id) WHERE stopped_at IS NULL;
CREATE INDEX resolutions_stopped ON resolutions (conversation_id, stopped_at) WHERE stopped_at IS NOT NULL;
CREATE INDEX resolutions_by_time ON resolutions (organization_id, started_at);
CREATE INDEX resolutions_to_reckon ON resolutions (organization_id, conversation_id) WHERE stopped_at IS NULL AND breached_at IS NULL;
CREATE INDEX resolutions_next ON resolutions (next_at) WHERE next_at IS NOT NULL;

ALTER TABLE follow_ups ADD COLUMN warn_at BIGINT;    -- Of a call: when the time for it runs out.
ALTER TABLE follow_ups ADD COLUMN warned_at BIGINT;
CREATE INDEX follow_ups_by_time ON follow_ups (organization_id, made_at) WHERE kind = 'call_back';

CREATE INDEX conversations_none_owed ON conversations (organization_id, due_at, id) WHERE owed AND team_id IS NULL;
