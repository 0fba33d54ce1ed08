-- Browsers that are told what their user is told by name, also when Heed is closed there.

CREATE TABLE push_subscriptions (
  id BIGINT PRIMARY KEY,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  user_id BIGINT NOT NULL REFERENCES users (id),
  address_hash TEXT NOT NULL,
  sealed TEXT NOT NULL,      -- Its address and its keys.
  name TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  told_at BIGINT
);
CREATE UNIQUE INDEX push_subscriptions_address ON push_subscriptions (address_hash);
CREATE INDEX push_subscriptions_of ON push_subscriptions (organization_id, user_id, id);

-- What a browser was not told yet.
CREATE TABLE pushes (
  notification_id BIGINT NOT NULL REFERENCES notifications (id),
  subscription_id BIGINT NOT NULL REFERENCES push_subscriptions (id),
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  due_at BIGINT NOT NULL,
  tries BIGINT NOT NULL,
  PRIMARY KEY (notification_id, subscription_id)
);
CREATE INDEX pushes_due ON pushes (due_at);
CREATE INDEX pushes_for ON pushes (subscription_id);
