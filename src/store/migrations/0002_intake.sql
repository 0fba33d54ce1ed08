-- Intake: signals, quarantine, cases, moves between conversations, alerts; and indexes that intake can afford.

ALTER TABLE messages ADD COLUMN edited_at BIGINT;
ALTER TABLE messages ADD COLUMN deleted_at BIGINT;
ALTER TABLE messages ADD COLUMN original_text TEXT;             -- What it said before the first edit.
ALTER TABLE messages ADD COLUMN language TEXT NOT NULL DEFAULT '';
ALTER TABLE messages ADD COLUMN placed TEXT;                     -- How it came to stand where it stands.

ALTER TABLE identities ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE identities ADD COLUMN followers BIGINT;
ALTER TABLE identities ADD COLUMN verified BOOLEAN;
ALTER TABLE identities ADD COLUMN language TEXT NOT NULL DEFAULT '';
ALTER TABLE identities ADD COLUMN seen_at BIGINT NOT NULL DEFAULT 0;  -- When the platform said so.

-- How a profile changed: its last state on each day (UTC) it was heard of.
CREATE TABLE profile_snapshots (
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  identity_id BIGINT NOT NULL REFERENCES identities (id),
  day BIGINT NOT NULL,
  at BIGINT NOT NULL,
  name TEXT NOT NULL,
  followers BIGINT,
  verified BOOLEAN,
  language TEXT NOT NULL,
  PRIMARY KEY (organization_id, identity_id, day)
);

ALTER TABLE conversations ADD COLUMN merged_into_id BIGINT REFERENCES conversations (id);
ALTER TABLE conversations ADD COLUMN case_id BIGINT;
CREATE INDEX conversations_by_case ON conversations (organization_id, case_id) WHERE case_id IS NOT NULL;
-- Found by thread where a thread's root becomes known late, and by contact everywhere else.
DROP INDEX conversations_one_open;
CREATE UNIQUE INDEX conversations_one_open ON conversations (organization_id, inbox_id, thread_key, contact_id)
  WHERE status <> 'resolved';
DROP INDEX conversations_by_contact;
CREATE INDEX conversations_by_contact ON conversations (organization_id, contact_id, id);

CREATE TABLE cases (
  id BIGINT PRIMARY KEY,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  title TEXT NOT NULL,
  created_by BIGINT REFERENCES users (id),
  created_at BIGINT NOT NULL
);
CREATE INDEX cases_by_organization ON cases (organization_id, id);

-- Messages moved from one conversation to another: by hand (merge, split) or because a thread's root became known.
CREATE TABLE conversation_moves (
  id BIGINT PRIMARY KEY,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  kind TEXT NOT NULL,
  source_id BIGINT NOT NULL REFERENCES conversations (id),
  target_id BIGINT NOT NULL REFERENCES conversations (id),
  message_ids TEXT NOT NULL,
  source_before TEXT NOT NULL,
  moved_by BIGINT REFERENCES users (id),
  moved_at BIGINT NOT NULL,
  undone_at BIGINT
);
CREATE INDEX conversation_moves_by_source ON conversation_moves (organization_id, source_id);
CREATE INDEX conversation_moves_by_target ON conversation_moves (organization_id, target_id);

-- Messages that are known only because others reply to them: who waits for them.
CREATE TABLE awaited_messages (
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  inbox_id BIGINT NOT NULL REFERENCES inboxes (id),
  external_id TEXT NOT NULL,
  waiting_id BIGINT NOT NULL,     -- A conversation whose thread begins there, or a word of ours that answers it.
  PRIMARY KEY (organization_id, inbox_id, external_id, waiting_id)
);

CREATE TABLE signals (
  id BIGINT PRIMARY KEY,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  inbox_id BIGINT NOT NULL REFERENCES inboxes (id),
  identity_id BIGINT REFERENCES identities (id),
  kind TEXT NOT NULL,
  external_id TEXT NOT NULL,
  target_external_id TEXT NOT NULL,
  message_id BIGINT REFERENCES messages (id),
  text TEXT NOT NULL,
  at BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX signals_by_external_id ON signals (organization_id, inbox_id, external_id, kind);
CREATE INDEX signals_by_identity ON signals (organization_id, identity_id, at) WHERE identity_id IS NOT NULL;
CREATE INDEX signals_by_message ON signals (organization_id, message_id) WHERE message_id IS NOT NULL;
CREATE INDEX signals_waiting ON signals (organization_id, inbox_id, target_external_id)
  WHERE message_id IS NULL AND target_external_id <> '';

-- The series: how often each kind was done in each ten minutes.
CREATE TABLE signal_counts (
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  inbox_id BIGINT NOT NULL REFERENCES inboxes (id),
  kind TEXT NOT NULL,
  bucket BIGINT NOT NULL,
  count BIGINT NOT NULL,
  PRIMARY KEY (organization_id, inbox_id, kind, bucket)
);
CREATE INDEX signal_counts_by_bucket ON signal_counts (bucket);

CREATE TABLE alerts (
  id BIGINT PRIMARY KEY,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  inbox_id BIGINT NOT NULL REFERENCES inboxes (id),
  signal_kind TEXT NOT NULL,
  began_at BIGINT NOT NULL,
  raised_at BIGINT NOT NULL,
  ended_at BIGINT,
  observed BIGINT NOT NULL,
  expected DOUBLE PRECISION NOT NULL,
  seen_by BIGINT REFERENCES users (id),
  seen_at BIGINT
);
CREATE INDEX alerts_by_organization ON alerts (organization_id, id);
-- One alert at a time for one kind on one inbox.
CREATE UNIQUE INDEX alerts_open ON alerts (organization_id, inbox_id, signal_kind) WHERE ended_at IS NULL;

-- What could not be taken in, as it came.
CREATE TABLE quarantine (
  id BIGINT PRIMARY KEY,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  inbox_id BIGINT NOT NULL REFERENCES inboxes (id),
  raw_hash TEXT NOT NULL,
  raw TEXT NOT NULL,               -- Base64.
  reason TEXT NOT NULL,
  attempts BIGINT NOT NULL,
  received_at BIGINT NOT NULL,
  tried_at BIGINT NOT NULL,
  settled_at BIGINT,
  outcome TEXT
);
CREATE UNIQUE INDEX quarantine_by_hash ON quarantine (organization_id, inbox_id, raw_hash);
CREATE INDEX quarantine_waiting ON quarantine (organization_id, id) WHERE settled_at IS NULL;

-- Mishaps that a contact suffered (mission: strike).
CREATE TABLE strikes (
  id BIGINT PRIMARY KEY,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  contact_id BIGINT NOT NULL REFERENCES contacts (id),
  conversation_id BIGINT NOT NULL REFERENCES conversations (id),
  cause TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX strikes_by_contact ON strikes (organization_id, contact_id, at);
