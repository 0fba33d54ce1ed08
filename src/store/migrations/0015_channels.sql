-- Inboxes that call out: whose account an inbox is, what a platform could not tell, and what came with a message beside its text.

-- As the platform shows it: "@care@social.example"; empty where a channel has no accounts.
ALTER TABLE inboxes ADD COLUMN account TEXT NOT NULL DEFAULT '';

-- Times of which the platform has nothing left that we had not read.
CREATE TABLE inbox_gaps (
  id BIGINT NOT NULL PRIMARY KEY,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  inbox_id BIGINT NOT NULL REFERENCES inboxes (id),
  from_at BIGINT NOT NULL,
  to_at BIGINT NOT NULL,
  reason TEXT NOT NULL,
  found_at BIGINT NOT NULL
);
CREATE INDEX inbox_gaps_by_inbox ON inbox_gaps (organization_id, inbox_id, id);

-- A row only for messages that have any of it.
CREATE TABLE message_details (
  message_id BIGINT NOT NULL PRIMARY KEY REFERENCES messages (id),
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  subject TEXT NOT NULL,
  context TEXT NOT NULL    -- The connector's own words: what it has to know to answer the message.
);

CREATE TABLE attachments (
  id BIGINT NOT NULL PRIMARY KEY,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  message_id BIGINT NOT NULL REFERENCES messages (id),
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  size BIGINT,
  description TEXT NOT NULL,
  is_inline BOOLEAN NOT NULL,
  content_id TEXT NOT NULL,
  external_id TEXT NOT NULL,
  url TEXT NOT NULL,
  has_bytes BOOLEAN NOT NULL
);
CREATE INDEX attachments_by_message ON attachments (organization_id, message_id, id);

-- Apart from the rest, which is read with every list.
CREATE TABLE attachment_bytes (
  attachment_id BIGINT NOT NULL PRIMARY KEY REFERENCES attachments (id),
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  sha256 TEXT NOT NULL,
  base64 TEXT NOT NULL
);
