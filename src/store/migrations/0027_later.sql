-- What is to be done later, and what was done outside the channels.

CREATE TABLE follow_ups (
  id BIGINT PRIMARY KEY,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  conversation_id BIGINT NOT NULL REFERENCES conversations (id),
  kind TEXT NOT NULL,
  text TEXT NOT NULL,
  phone TEXT NOT NULL,
  from_at BIGINT,
  due_at BIGINT NOT NULL,
  owner_id BIGINT REFERENCES users (id),
  made_by BIGINT REFERENCES users (id),
  made_at BIGINT NOT NULL,
  state TEXT NOT NULL,
  told_at BIGINT,
  missed_at BIGINT,
  next_at BIGINT,                -- What the timer waits for; null where nothing more comes.
  ended_at BIGINT,
  ended_by BIGINT REFERENCES users (id)
);
CREATE INDEX follow_ups_in ON follow_ups (organization_id, conversation_id, id);
CREATE INDEX follow_ups_open ON follow_ups (organization_id, due_at, id) WHERE state = 'open';
CREATE INDEX follow_ups_next ON follow_ups (next_at) WHERE next_at IS NOT NULL;

CREATE TABLE encounters (
  id BIGINT PRIMARY KEY,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  conversation_id BIGINT NOT NULL REFERENCES conversations (id),
  kind TEXT NOT NULL,
  inbound BOOLEAN NOT NULL,
  reached BOOLEAN NOT NULL,
  minutes BIGINT,
  place TEXT NOT NULL,
  text TEXT NOT NULL,
  happened_at BIGINT NOT NULL,
  follow_up_id BIGINT REFERENCES follow_ups (id),
  made_by BIGINT NOT NULL REFERENCES users (id),
  made_at BIGINT NOT NULL
);
CREATE INDEX encounters_in ON encounters (organization_id, conversation_id, id);
