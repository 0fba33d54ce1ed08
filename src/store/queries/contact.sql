-- $1 organization, $2 contact
-- name: contact_find
SELECT id, organization_id, name, email, created_at, joined_into_id, value FROM contacts WHERE organization_id = $1 AND id = $2;

-- $1… the contact's members in order
-- name: contact_insert
INSERT INTO contacts (id, organization_id, name, email, created_at) VALUES ($1, $2, $3, $4, $5);

-- $1 organization, $2 contact, $3 name, $4 e-mail, $5 value
-- name: contact_update
UPDATE contacts SET name = $3, email = $4, value = $5 WHERE organization_id = $1 AND id = $2;

-- Newest first, after the contact with id $3 (0: from the start).
-- $1 organization, $2 pattern in lower case ('%' for all), $3 last id seen, $4 limit
-- name: contact_page
SELECT id, organization_id, name, email, created_at, joined_into_id, value FROM contacts p
WHERE organization_id = $1 AND ($3 = 0 OR id < $3) AND joined_into_id IS NULL
  AND ($2 = '%' OR LOWER(name) LIKE $2 OR LOWER(COALESCE(email, '')) LIKE $2
       OR EXISTS (SELECT 1 FROM identities i WHERE i.organization_id = $1 AND i.contact_id = p.id AND LOWER(i.handle) LIKE $2)
       OR EXISTS (SELECT 1 FROM identities i JOIN contact_proofs f ON f.organization_id = $1 AND f.identity_id = i.id
                  WHERE i.organization_id = $1 AND i.contact_id = p.id AND LOWER(f.value) LIKE $2))
ORDER BY id DESC LIMIT $4;

-- $1 organization, $2 contact
-- name: contact_conversation_count
SELECT COUNT(*) AS conversations FROM conversations
WHERE organization_id = $1 AND contact_id = $2 AND merged_into_id IS NULL;

-- $1 organization, $2 channel, $3 external id
-- name: identity_find_by_external_id
SELECT id, organization_id, contact_id, channel, external_id, handle, created_at, name, followers, verified, language, seen_at
FROM identities
WHERE organization_id = $1 AND channel = $2 AND external_id = $3;

-- $1 organization, $2 identity
-- name: identity_find
SELECT id, organization_id, contact_id, channel, external_id, handle, created_at, name, followers, verified, language, seen_at
FROM identities
WHERE organization_id = $1 AND id = $2;

-- $1 organization, $2 contact
-- name: identity_list_by_contact
SELECT id, organization_id, contact_id, channel, external_id, handle, created_at, name, followers, verified, language, seen_at
FROM identities
WHERE organization_id = $1 AND contact_id = $2 ORDER BY id;

-- $1… the identity's members in order
-- name: identity_insert
INSERT INTO identities (id, organization_id, contact_id, channel, external_id, handle, created_at, name, followers, verified,
  language, seen_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- $1 organization, $2 identity, $3… the profile
-- name: identity_set_profile
UPDATE identities SET handle = $3, name = $4, followers = $5, verified = $6, language = $7, seen_at = $8
WHERE organization_id = $1 AND id = $2;

-- $1 organization, $2 identity, $3 day, $4 when, $5… the profile
-- name: profile_snapshot_keep
INSERT INTO profile_snapshots (organization_id, identity_id, day, at, name, followers, verified, language)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (organization_id, identity_id, day) DO UPDATE SET at = excluded.at, name = excluded.name,
  followers = excluded.followers, verified = excluded.verified, language = excluded.language
WHERE excluded.at > profile_snapshots.at;

-- Newest first.
-- $1 organization, $2 identity, $3 limit
-- name: profile_snapshot_list
SELECT identity_id, at, name, followers, verified, language FROM profile_snapshots
WHERE organization_id = $1 AND identity_id = $2 ORDER BY day DESC LIMIT $3;

-- $1 organization, $2 identity, $3 contact
-- name: identity_set_contact
UPDATE identities SET contact_id = $3 WHERE organization_id = $1 AND id = $2;

-- $1 token hash, $2 organization, $3 inbox, $4 identity, $5 created
-- name: visitor_insert
INSERT INTO visitors (token_hash, organization_id, inbox_id, identity_id, created_at) VALUES ($1, $2, $3, $4, $5);

-- The hash is of a random token: whoever holds it is the visitor.
-- $1 token hash
-- name: visitor_find
SELECT token_hash, organization_id, inbox_id, identity_id, created_at FROM visitors WHERE token_hash = $1;

-- When the identity last said or did anything that we know of.
-- $1 organization, $2 identity
-- name: identity_last_heard
SELECT COALESCE(MAX(heard.at), 0) AS at FROM (
  SELECT m.said_at AS at FROM identities i
  JOIN conversations c ON c.organization_id = $1 AND c.contact_id = i.contact_id
  JOIN messages m ON m.conversation_id = c.id AND m.identity_id = i.id
  WHERE i.organization_id = $1 AND i.id = $2
  UNION ALL
  SELECT s.at FROM signals s WHERE s.organization_id = $1 AND s.identity_id = $2) heard;
