-- What somebody is told by name, by mail.

ALTER TABLE ladders ADD COLUMN mail_inbox_id BIGINT REFERENCES inboxes (id);  -- Through whose mailbox; null: nobody is told by mail.

-- Of users who said whether they want such mail; the others do.
CREATE TABLE alert_mail_wishes (
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  user_id BIGINT NOT NULL REFERENCES users (id),
  wanted BOOLEAN NOT NULL,
  PRIMARY KEY (organization_id, user_id)
);

-- What is to be mailed, unless it is seen by then.
CREATE TABLE alert_mails (
  notification_id BIGINT PRIMARY KEY REFERENCES notifications (id),
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  due_at BIGINT NOT NULL,
  tries BIGINT NOT NULL
);
CREATE INDEX alert_mails_due ON alert_mails (due_at);
