-- Accounts that people signed in to in the browser.

-- What an inbox signs in with; sealed, since it holds the tokens. Written anew whenever they change.
CREATE TABLE inbox_grants (
  inbox_id BIGINT NOT NULL PRIMARY KEY REFERENCES inboxes (id),
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  sealed TEXT NOT NULL,
  signed_in_at BIGINT NOT NULL,  -- When a person did: the same for as long as the tokens follow from one another.
  updated_at BIGINT NOT NULL
);

-- Sign-ins that were begun: for one session, once, for ten minutes.
CREATE TABLE oauth_flows (
  state_hash TEXT NOT NULL PRIMARY KEY,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  session_id BIGINT NOT NULL,
  sealed TEXT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX oauth_flows_by_end ON oauth_flows (expires_at);
