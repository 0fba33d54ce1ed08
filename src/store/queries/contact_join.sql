-- Nothing comes back when it was known.
-- $1… the proof's members in order
-- name: proof_add
INSERT INTO contact_proofs (organization_id, kind, value, identity_id, inbox_id, at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (organization_id, kind, value, identity_id) DO NOTHING RETURNING identity_id;

-- The contacts of everybody who has the proof.
-- $1 organization, $2 kind, $3 value
-- name: proof_contacts
SELECT DISTINCT i.contact_id FROM contact_proofs f
CROSS JOIN identities i
WHERE f.organization_id = $1 AND f.kind = $2 AND f.value = $3 AND i.organization_id = $1 AND i.id = f.identity_id
  AND i.contact_id IS NOT NULL
ORDER BY i.contact_id;

-- $1 organization, $2 contact
-- name: proof_list_by_contact
SELECT f.organization_id, f.kind, f.value, f.identity_id, f.inbox_id, f.at FROM identities i
CROSS JOIN contact_proofs f
WHERE i.organization_id = $1 AND i.contact_id = $2 AND f.organization_id = $1 AND f.identity_id = i.id
ORDER BY f.kind, f.value, f.identity_id;

-- $1 organization, $2 the contact that goes, $3 the one that stays
-- name: contact_join_conversations
UPDATE conversations SET contact_id = $3 WHERE organization_id = $1 AND contact_id = $2;

-- $1 organization, $2 the contact that goes, $3 the one that stays
-- name: contact_join_strikes
UPDATE strikes SET contact_id = $3 WHERE organization_id = $1 AND contact_id = $2;

-- $1 organization, $2 the contact that goes, $3 the one that stays
-- name: contact_join_identities
UPDATE identities SET contact_id = $3 WHERE organization_id = $1 AND contact_id = $2;

-- $1 organization, $2 contact, $3 what it was joined into, or null
-- name: contact_set_joined
UPDATE contacts SET joined_into_id = $3 WHERE organization_id = $1 AND id = $2;

-- $1… the join's members in order
-- name: contact_join_insert
INSERT INTO contact_joins (id, organization_id, source_id, target_id, cause, identity_ids, conversation_ids, move_ids, source_named,
  joined_by, joined_at, undone_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- Those that stand, the latest first.
-- $1 organization, $2 the contact that stayed
-- name: contact_join_list
SELECT id, organization_id, source_id, target_id, cause, identity_ids, conversation_ids, move_ids, source_named, joined_by, joined_at,
  undone_at
FROM contact_joins WHERE organization_id = $1 AND target_id = $2 AND undone_at IS NULL ORDER BY joined_at DESC, id DESC;

-- $1 organization, $2 join, $3 when
-- name: contact_join_undo
UPDATE contact_joins SET undone_at = $3 WHERE organization_id = $1 AND id = $2;

-- Conversations of a contact, merged ones too.
-- $1 organization, $2 contact
-- name: conversation_list_by_contact
SELECT id, organization_id, inbox_id, contact_id, team_id, assignee_id, status, snoozed_until, owed, owed_since,
  due_at, dismiss_reason, dismiss_note, thread_key, first_said_at, last_said_at, last_text, last_direction,
  message_count, first_answered_at, resolved_at, created_at, merged_into_id, case_id
FROM conversations WHERE organization_id = $1 AND contact_id = $2 ORDER BY id;

-- $1 organization, $2 conversation, $3 contact
-- name: conversation_set_contact
UPDATE conversations SET contact_id = $3 WHERE organization_id = $1 AND id = $2;

-- What was said in a conversation, with whose handle said it.
-- $1 organization, $2 conversation
-- name: conversation_speakers
SELECT m.id, m.direction, m.external_id, m.parent_external_id, i.contact_id FROM messages m
LEFT JOIN identities i ON i.id = m.identity_id
WHERE m.organization_id = $1 AND m.conversation_id = $2
ORDER BY m.said_at, m.id;

-- Mishaps go with the conversation they befell.
-- $1 organization, $2 from contact, $3 to contact
-- name: strike_follow
UPDATE strikes SET contact_id = $3 WHERE organization_id = $1 AND contact_id = $2
  AND conversation_id IN (SELECT id FROM conversations WHERE organization_id = $1 AND contact_id = $3);

-- $1 organization, $2 identity, $3 other identity, $4 who said so, $5 when
-- name: separation_add
INSERT INTO identity_separations (organization_id, identity_id, other_id, separated_by, at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (organization_id, identity_id, other_id) DO NOTHING;

-- $1 organization, $2 identity, $3 other identity
-- name: separation_remove
DELETE FROM identity_separations WHERE organization_id = $1 AND identity_id = $2 AND other_id = $3;

-- Whether somebody said that these two contacts are two people.
-- $1 organization, $2 contact, $3 other contact
-- name: separation_between
SELECT COUNT(*) AS separations FROM identities a
CROSS JOIN identity_separations s
CROSS JOIN identities b
WHERE a.organization_id = $1 AND a.contact_id = $2 AND s.organization_id = $1 AND s.identity_id = a.id
  AND b.organization_id = $1 AND b.id = s.other_id AND b.contact_id = $3;

-- Inboxes whose pages a contact reads as a visitor.
-- $1 organization, $2 contact
-- name: visitor_inboxes
SELECT DISTINCT v.inbox_id FROM identities i
CROSS JOIN visitors v
WHERE i.organization_id = $1 AND i.contact_id = $2 AND v.organization_id = $1 AND v.identity_id = i.id
ORDER BY v.inbox_id;
