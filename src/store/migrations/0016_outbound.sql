-- What leaves for a platform. How a message stands is its `delivery`; here is what is kept of its way there.

CREATE TABLE outbound (
  message_id BIGINT NOT NULL PRIMARY KEY REFERENCES messages (id),
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  inbox_id BIGINT NOT NULL REFERENCES inboxes (id),
  follows_id BIGINT REFERENCES messages (id),  -- Of an answer in several parts, the part before it.
  whole_text TEXT NOT NULL,                    -- Of the first of several parts: the answer as it was written.
  send_at BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  attempted_at BIGINT,
  doubted_at BIGINT,                           -- The first attempt that may have got there without our being told.
  retry_at BIGINT,
  reason TEXT NOT NULL,
  url TEXT NOT NULL
);
CREATE INDEX outbound_by_follows ON outbound (follows_id) WHERE follows_id IS NOT NULL;
-- Beside messages_queued, which has the order of an inbox: the order of a conversation.
CREATE INDEX messages_waiting ON messages (conversation_id, id) WHERE delivery IN ('queued', 'sending');
