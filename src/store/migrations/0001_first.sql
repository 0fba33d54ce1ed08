-- Every row belongs to one organization; its id comes first in every key that is not a lone id.
-- Times are milliseconds of UTC. Ids are made by the program (src/base/id.hpp).

CREATE TABLE organizations (
  id BIGINT PRIMARY KEY,
  name TEXT NOT NULL,
  language TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  sample BOOLEAN NOT NULL,
  event_seq BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE TABLE users (
  id BIGINT PRIMARY KEY,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  email TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  state TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX users_by_organization ON users (organization_id, id);

CREATE TABLE sessions (
  id BIGINT PRIMARY KEY,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  user_id BIGINT NOT NULL REFERENCES users (id),
  token_hash TEXT NOT NULL UNIQUE,
  csrf_token TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_by_user ON sessions (organization_id, user_id);

CREATE TABLE api_tokens (
  id BIGINT PRIMARY KEY,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  token_hash TEXT NOT NULL UNIQUE,
  created_at BIGINT NOT NULL,
  expires_at BIGINT,
  revoked_at BIGINT
);
CREATE INDEX api_tokens_by_organization ON api_tokens (organization_id, id);

-- One-time links: the first sign-in of an installation, and invitations.
CREATE TABLE one_time_tokens (
  token_hash TEXT PRIMARY KEY,
  purpose TEXT NOT NULL,
  organization_id BIGINT REFERENCES organizations (id),
  user_id BIGINT REFERENCES users (id),
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT
);

CREATE TABLE teams (
  id BIGINT PRIMARY KEY,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  name TEXT NOT NULL,
  partner BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE (organization_id, name)
);

CREATE TABLE team_members (
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  team_id BIGINT NOT NULL REFERENCES teams (id),
  user_id BIGINT NOT NULL REFERENCES users (id),
  PRIMARY KEY (organization_id, team_id, user_id)
);
CREATE INDEX team_members_by_user ON team_members (organization_id, user_id);

CREATE TABLE inboxes (
  id BIGINT PRIMARY KEY,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  channel TEXT NOT NULL,
  name TEXT NOT NULL,
  key TEXT NOT NULL UNIQUE,
  settings TEXT NOT NULL,
  team_id BIGINT REFERENCES teams (id),
  first_response_s BIGINT NOT NULL,
  enabled BOOLEAN NOT NULL,
  cursor TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE (organization_id, channel, name)
);

CREATE TABLE contacts (
  id BIGINT PRIMARY KEY,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  name TEXT NOT NULL,
  email TEXT,
  created_at BIGINT NOT NULL
);
CREATE INDEX contacts_by_organization ON contacts (organization_id, id);

CREATE TABLE identities (
  id BIGINT PRIMARY KEY,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  contact_id BIGINT REFERENCES contacts (id),
  channel TEXT NOT NULL,
  external_id TEXT NOT NULL,
  handle TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE (organization_id, channel, external_id)
);
CREATE INDEX identities_by_contact ON identities (organization_id, contact_id);

CREATE TABLE visitors (
  token_hash TEXT PRIMARY KEY,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  inbox_id BIGINT NOT NULL REFERENCES inboxes (id),
  identity_id BIGINT NOT NULL REFERENCES identities (id),
  created_at BIGINT NOT NULL
);

CREATE TABLE conversations (
  id BIGINT PRIMARY KEY,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  inbox_id BIGINT NOT NULL REFERENCES inboxes (id),
  contact_id BIGINT NOT NULL REFERENCES contacts (id),
  team_id BIGINT REFERENCES teams (id),
  assignee_id BIGINT REFERENCES users (id),
  status TEXT NOT NULL,
  snoozed_until BIGINT,
  owed BOOLEAN NOT NULL,
  owed_since BIGINT,
  due_at BIGINT,
  dismiss_reason TEXT,
  dismiss_note TEXT,
  thread_key TEXT NOT NULL,
  first_said_at BIGINT NOT NULL,
  last_said_at BIGINT NOT NULL,
  last_text TEXT NOT NULL,
  last_direction TEXT NOT NULL,
  message_count BIGINT NOT NULL,
  first_answered_at BIGINT,
  resolved_at BIGINT,
  created_at BIGINT NOT NULL
);
-- Lists are read newest word first; the owed list by the nearest deadline.
CREATE INDEX conversations_by_last ON conversations (organization_id, last_said_at, id);
CREATE INDEX conversations_unresolved ON conversations (organization_id, last_said_at, id) WHERE status <> 'resolved';
CREATE INDEX conversations_owed ON conversations (organization_id, due_at, id) WHERE owed;
CREATE INDEX conversations_by_contact ON conversations (organization_id, contact_id, inbox_id, thread_key, id);
CREATE INDEX conversations_by_assignee ON conversations (organization_id, assignee_id, status) WHERE assignee_id IS NOT NULL;
CREATE INDEX conversations_snoozed ON conversations (snoozed_until) WHERE snoozed_until IS NOT NULL;
-- Two arrivals at once cannot open two matters: one unresolved conversation a contact, inbox and thread.
CREATE UNIQUE INDEX conversations_one_open ON conversations (organization_id, inbox_id, contact_id, thread_key)
  WHERE status <> 'resolved';

CREATE TABLE messages (
  id BIGINT PRIMARY KEY,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  inbox_id BIGINT NOT NULL REFERENCES inboxes (id),
  conversation_id BIGINT REFERENCES conversations (id),
  identity_id BIGINT REFERENCES identities (id),
  user_id BIGINT REFERENCES users (id),
  direction TEXT NOT NULL,
  is_public BOOLEAN NOT NULL,
  text TEXT NOT NULL,
  external_id TEXT NOT NULL,
  parent_external_id TEXT NOT NULL,
  delivery TEXT NOT NULL,
  said_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX messages_by_external_id ON messages (organization_id, external_id, inbox_id);
CREATE INDEX messages_by_conversation ON messages (conversation_id, said_at, id) WHERE conversation_id IS NOT NULL;
CREATE INDEX messages_queued ON messages (inbox_id, id) WHERE delivery IN ('queued', 'sending');

CREATE TABLE clocks (
  id BIGINT PRIMARY KEY,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  conversation_id BIGINT NOT NULL REFERENCES conversations (id),
  kind TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  breached_at BIGINT,
  stopped_at BIGINT,
  stop_cause TEXT
);
CREATE UNIQUE INDEX clocks_running ON clocks (conversation_id, kind) WHERE stopped_at IS NULL;
CREATE INDEX clocks_due ON clocks (due_at) WHERE stopped_at IS NULL AND breached_at IS NULL;

CREATE TABLE events (
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  seq BIGINT NOT NULL,
  type TEXT NOT NULL,
  conversation_id BIGINT,
  at BIGINT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (organization_id, seq)
);

-- The first answer to a POST, kept to be given again to whoever repeats it with the same Idempotency-Key.
CREATE TABLE idempotency_keys (
  organization_id BIGINT NOT NULL,
  actor TEXT NOT NULL,
  route TEXT NOT NULL,
  key TEXT NOT NULL,
  body_hash TEXT NOT NULL,
  reply TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, actor, route, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
