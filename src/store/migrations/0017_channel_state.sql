-- What a connector keeps of an inbox besides its cursor: followers of an account, what was published, what is still to be delivered.
-- In the connector's own words, by kind and name.

CREATE TABLE channel_state (
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  inbox_id BIGINT NOT NULL REFERENCES inboxes (id),
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (organization_id, inbox_id, kind, name)
);
