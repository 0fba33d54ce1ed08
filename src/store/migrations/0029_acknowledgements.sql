-- Automatic words that say when an answer will come: which inboxes say them, and in which conversations one was due.

CREATE TABLE acknowledgement_settings (
  inbox_id BIGINT NOT NULL REFERENCES inboxes (id) PRIMARY KEY,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  enabled BOOLEAN NOT NULL,
  wait_s BIGINT NOT NULL,
  help TEXT NOT NULL
);

-- One row a conversation: so it is said once at most.
CREATE TABLE acknowledgements (
  conversation_id BIGINT NOT NULL PRIMARY KEY,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  due_at BIGINT NOT NULL,
  outcome TEXT,               -- Null: its time has not come.
  message_id BIGINT           -- Of what was said.
);
CREATE INDEX acknowledgements_due ON acknowledgements (due_at) WHERE outcome IS NULL;
