-- Files in answers, what is done to messages on the platform, what is told of those that left, and what a machine said.

-- On their way into an answer; each becomes the attachment of its number, or goes after a day.
CREATE TABLE uploads (
  id BIGINT NOT NULL PRIMARY KEY,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  owner TEXT NOT NULL,        -- 'user:7' or 'token:7': nobody else may send it.
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  description TEXT NOT NULL,
  size BIGINT NOT NULL,       -- As it was announced.
  received BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX uploads_by_owner ON uploads (organization_id, owner);
CREATE INDEX uploads_by_age ON uploads (created_at);

-- Bytes that came in pieces: of uploads, and of the attachments that they became.
CREATE TABLE attachment_parts (
  attachment_id BIGINT NOT NULL,
  begins_at BIGINT NOT NULL,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  base64 TEXT NOT NULL,
  PRIMARY KEY (attachment_id, begins_at)
);

-- What we did to a message on its platform, in order; of opposites the later one holds.
CREATE TABLE message_acts (
  id BIGINT NOT NULL PRIMARY KEY,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  message_id BIGINT NOT NULL REFERENCES messages (id),
  kind TEXT NOT NULL,
  user_id BIGINT REFERENCES users (id),  -- None: a program.
  done_at BIGINT NOT NULL
);
CREATE INDEX message_acts_by_message ON message_acts (organization_id, message_id, id);

ALTER TABLE messages ADD COLUMN is_automatic BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE outbound ADD COLUMN delivered_at BIGINT;
ALTER TABLE outbound ADD COLUMN seen_at BIGINT;
