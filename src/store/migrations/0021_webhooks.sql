-- Addresses that are told of what happens. Where they stand is a number of the events, which are not copied.
CREATE TABLE webhooks (
  id BIGINT NOT NULL PRIMARY KEY,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  url TEXT NOT NULL,
  kinds TEXT NOT NULL,            -- JSON list of event types; empty: all.
  secret_version BIGINT NOT NULL, -- What it is signed with is made from this and the installation's key.
  secret_changed_at BIGINT,       -- The one before is used beside it for a day.
  enabled BOOLEAN NOT NULL,
  off_reason TEXT NOT NULL,       -- Why it was switched off, where nobody did.
  created_at BIGINT NOT NULL,
  position BIGINT NOT NULL,       -- The last event that was delivered, given up or not asked for.
  failing_since BIGINT,           -- The first failure since the last success.
  failures BIGINT NOT NULL,       -- In a row.
  retry_at BIGINT,
  last_success_at BIGINT,
  last_error TEXT NOT NULL,
  last_error_at BIGINT
);
CREATE INDEX webhooks_by_organization ON webhooks (organization_id, id);

-- Events that an address did not take in time, from one number to another; delivered after all when somebody asks for it.
CREATE TABLE webhook_dead (
  id BIGINT NOT NULL PRIMARY KEY,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  webhook_id BIGINT NOT NULL REFERENCES webhooks (id),
  from_seq BIGINT NOT NULL,
  to_seq BIGINT NOT NULL,
  reason TEXT NOT NULL,
  died_at BIGINT NOT NULL,
  replaying BOOLEAN NOT NULL
);
CREATE INDEX webhook_dead_by_webhook ON webhook_dead (organization_id, webhook_id, id);
