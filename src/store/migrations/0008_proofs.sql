-- Contacts that join on proof, by hand, and come apart again.

ALTER TABLE contacts ADD COLUMN joined_into_id BIGINT REFERENCES contacts (id);  -- All of theirs is that one's.

-- What was vouched for about an identity.
CREATE TABLE contact_proofs (
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  identity_id BIGINT NOT NULL REFERENCES identities (id),
  inbox_id BIGINT NOT NULL REFERENCES inboxes (id),
  at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, kind, value, identity_id)
);
CREATE INDEX contact_proofs_by_identity ON contact_proofs (organization_id, identity_id);

CREATE TABLE contact_joins (
  id BIGINT PRIMARY KEY,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  source_id BIGINT NOT NULL REFERENCES contacts (id),
  target_id BIGINT NOT NULL REFERENCES contacts (id),
  cause TEXT NOT NULL,
  identity_ids TEXT NOT NULL,
  conversation_ids TEXT NOT NULL,
  move_ids TEXT NOT NULL,
  source_named BOOLEAN NOT NULL,
  joined_by BIGINT REFERENCES users (id),
  joined_at BIGINT NOT NULL,
  undone_at BIGINT
);
CREATE INDEX contact_joins_by_target ON contact_joins (organization_id, target_id);

-- Identities that a person said are not one person's: no proof joins them. Kept both ways round.
CREATE TABLE identity_separations (
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  identity_id BIGINT NOT NULL REFERENCES identities (id),
  other_id BIGINT NOT NULL REFERENCES identities (id),
  separated_by BIGINT REFERENCES users (id),
  at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, identity_id, other_id)
);

CREATE INDEX visitors_by_identity ON visitors (organization_id, identity_id);
