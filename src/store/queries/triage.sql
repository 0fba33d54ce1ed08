-- What messages say, and what people put right.

-- $1… the row's members in order
-- name: triage_put
INSERT INTO message_triages (message_id, organization_id, language, sentiment, sentiment_score, urgency, spam, abuse, intents, triage,
  tier, model, edited_at, assessed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
ON CONFLICT (message_id) DO UPDATE SET language = excluded.language, sentiment = excluded.sentiment,
  sentiment_score = excluded.sentiment_score, urgency = excluded.urgency, spam = excluded.spam, abuse = excluded.abuse,
  intents = excluded.intents, triage = excluded.triage, tier = excluded.tier, model = excluded.model, edited_at = excluded.edited_at,
  assessed_at = excluded.assessed_at;

-- $1 organization, $2 message
-- name: triage_remove
DELETE FROM message_triages WHERE organization_id = $1 AND message_id = $2;

-- $1 organization, $2 message
-- name: triage_find
SELECT message_id, triage, model, assessed_at FROM message_triages WHERE organization_id = $1 AND message_id = $2;

-- Of what was said in a conversation in a span of time.
-- $1 organization, $2 conversation, $3 and $4 the first and the last moment
-- name: triage_of_conversation
SELECT t.message_id, t.triage, t.model, t.assessed_at FROM messages m CROSS JOIN message_triages t
WHERE m.organization_id = $1 AND m.conversation_id = $2 AND m.said_at >= $3 AND m.said_at <= $4 AND m.deleted_at IS NULL
  AND t.message_id = m.id;

-- $1 organization, $2 conversation, $3 and $4 the first and the last moment
-- name: triage_corrections_of_conversation
SELECT k.id, k.organization_id, k.message_id, k.inbox_id, k.field, k.said, k.meant, k.language, k.model, k.corrected_by, k.at, k.undone_at
FROM messages m CROSS JOIN triage_corrections k
WHERE m.organization_id = $1 AND m.conversation_id = $2 AND m.said_at >= $3 AND m.said_at <= $4
  AND k.message_id = m.id AND k.undone_at IS NULL;

-- $1 organization, $2 message
-- name: triage_corrections_of_message
SELECT id, organization_id, message_id, inbox_id, field, said, meant, language, model, corrected_by, at, undone_at
FROM triage_corrections WHERE organization_id = $1 AND message_id = $2 AND undone_at IS NULL ORDER BY at, id;

-- $1… the correction's members in order
-- name: triage_correction_insert
INSERT INTO triage_corrections (id, organization_id, message_id, inbox_id, field, said, meant, language, model, corrected_by, at, undone_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- $1 organization, $2 message, $3 field, $4 when
-- name: triage_correction_undo
UPDATE triage_corrections SET undone_at = $4 WHERE organization_id = $1 AND message_id = $2 AND field = $3 AND undone_at IS NULL;

-- The customer's latest words in a conversation, with what is known of them. `unread`: never assessed, or not since it was edited.
-- $1 organization, $2 conversation, $3 limit
-- name: triage_words
SELECT m.id, m.inbox_id, m.is_public, m.said_at, m.edited_at, (m.deleted_at IS NOT NULL) AS deleted,
  (t.message_id IS NULL OR COALESCE(m.edited_at, 0) <> COALESCE(t.edited_at, 0)) AS unread,
  CASE WHEN t.message_id IS NULL OR COALESCE(m.edited_at, 0) <> COALESCE(t.edited_at, 0) THEN SUBSTR(m.text, 1, 8000) ELSE '' END AS text, t.triage
FROM messages m LEFT JOIN message_triages t ON t.message_id = m.id
WHERE m.organization_id = $1 AND m.conversation_id = $2 AND m.direction = 'inbound' AND (m.deleted_at IS NULL OR t.message_id IS NOT NULL)
ORDER BY m.said_at DESC, m.id DESC LIMIT $3;

-- The latest of those that have no verdict of the text they have now.
-- $1 organization, $2 conversation, $3 limit
-- name: triage_unread_words
SELECT m.id, m.inbox_id, m.is_public, m.said_at, m.edited_at, FALSE AS deleted, TRUE AS unread, SUBSTR(m.text, 1, 8000) AS text, t.triage
FROM messages m LEFT JOIN message_triages t ON t.message_id = m.id
WHERE m.organization_id = $1 AND m.conversation_id = $2 AND m.direction = 'inbound' AND m.deleted_at IS NULL
  AND (t.message_id IS NULL OR COALESCE(m.edited_at, 0) <> COALESCE(t.edited_at, 0))
ORDER BY m.said_at DESC, m.id DESC LIMIT $3;

-- What else a priority is made of.
-- $1 organization, $2 conversation, $3 contact, $4 inbox, $5 since when they wait
-- name: triage_facts
SELECT
  COALESCE((SELECT MAX(followers) FROM identities WHERE organization_id = $1 AND contact_id = $3), 0) AS followers,
  (SELECT COUNT(*) FROM strikes WHERE organization_id = $1 AND contact_id = $3 AND undone_at IS NULL) AS strikes,
  COALESCE((SELECT value FROM contacts WHERE organization_id = $1 AND id = $3), 'none') AS value,
  (SELECT COUNT(*) FROM messages m CROSS JOIN signals s
   WHERE m.organization_id = $1 AND m.conversation_id = $2 AND m.said_at >= $5 AND s.organization_id = $1 AND s.message_id = m.id
     AND s.kind IN ('like', 'share')) AS spread,
  COALESCE((SELECT first_response_s FROM inboxes WHERE organization_id = $1 AND id = $4), 0) AS target_seconds;

-- $1 organization, $2 day, $3 inbox, $4 field, $5 value, $6 how many more
-- name: triage_count_add
INSERT INTO triage_counts (organization_id, day, inbox_id, field, value, count) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (organization_id, day, inbox_id, field, value) DO UPDATE SET count = triage_counts.count + excluded.count;

-- $1 organization, $2 and $3 the first day and the last
-- name: triage_count_list
SELECT day, inbox_id, field, value, count FROM triage_counts WHERE organization_id = $1 AND day >= $2 AND day <= $3;

-- Everything that people said of messages since then, in force.
-- $1 organization, $2 since
-- name: triage_correction_list
SELECT id, organization_id, message_id, inbox_id, field, said, meant, language, model, corrected_by, at, undone_at
FROM triage_corrections WHERE organization_id = $1 AND at >= $2 AND undone_at IS NULL ORDER BY at, id;

-- $1 organization
-- name: triage_settings_find
SELECT settings FROM triage_settings WHERE organization_id = $1;

-- $1 organization, $2 settings, $3 who, $4 when
-- name: triage_settings_put
INSERT INTO triage_settings (organization_id, settings, changed_by, changed_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (organization_id) DO UPDATE SET settings = excluded.settings, changed_by = excluded.changed_by,
  changed_at = excluded.changed_at;

-- $1 organization
-- name: triage_position_find
SELECT seq, old_seq FROM triage_positions WHERE organization_id = $1;

-- $1 organization, $2 and $3 the positions
-- name: triage_position_put
INSERT INTO triage_positions (organization_id, seq, old_seq) VALUES ($1, $2, $3)
ON CONFLICT (organization_id) DO UPDATE SET seq = excluded.seq, old_seq = excluded.old_seq;

-- What happened, without what it was: whose conversation.
-- $1 organization, $2 the last number known, $3 how many at most
-- name: triage_events
SELECT seq, type, conversation_id, at FROM events WHERE organization_id = $1 AND seq > $2 ORDER BY seq LIMIT $3;

-- $1 organization, $2 conversation, $3 priority, $4 reasons, $5 when to look again, $6 facets
-- name: rank_set
UPDATE conversations SET priority = $3, priority_reasons = $4, rank_at = $5, facets = $6 WHERE organization_id = $1 AND id = $2;

-- $1 conversation
-- name: rank_list
SELECT list, priority FROM conversation_ranks WHERE conversation_id = $1 ORDER BY list;

-- $1 conversation
-- name: rank_remove
DELETE FROM conversation_ranks WHERE conversation_id = $1;

-- $1 organization, $2 list, $3 priority, $4 conversation
-- name: rank_add
INSERT INTO conversation_ranks (organization_id, list, priority, conversation_id) VALUES ($1, $2, $3, $4);

-- Conversations whose time has come to be looked at again, of any organization.
-- $1 now, $2 limit
-- name: rank_due
SELECT organization_id, id, COALESCE(rank_at, 0) AS rank_at FROM conversations WHERE rank_at IS NOT NULL AND rank_at <= $1 ORDER BY rank_at LIMIT $2;

-- Those of one contact are to be ranked anew.
-- $1 organization, $2 contact, $3 now
-- name: rank_contact_again
UPDATE conversations SET rank_at = $3 WHERE organization_id = $1 AND contact_id = $2 AND status <> 'resolved' AND priority IS NOT NULL;

-- What lists of what is under way are made of, piece by piece.
-- $1 organization, $2 and $3 what the last of the piece before was: when something was last said, and its id; $4 limit
-- name: under_way_list
SELECT id, inbox_id, team_id, assignee_id, status, owed, due_at, snoozed_until, last_said_at, priority, facets
FROM conversations WHERE organization_id = $1 AND status <> 'resolved' AND merged_into_id IS NULL AND (last_said_at, id) > ($2, $3)
ORDER BY last_said_at, id LIMIT $4;

-- Every conversation under way is to be ranked anew.
-- $1 organization, $2 now
-- name: rank_all_again
UPDATE conversations SET rank_at = $2 WHERE organization_id = $1 AND status <> 'resolved' AND priority IS NOT NULL;
