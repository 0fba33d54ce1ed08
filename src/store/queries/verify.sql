-- What must never be. Each block gives the rows that break one rule; a record that is whole gives none.

-- How much was looked at.
-- $1 organization
-- name: verify_sizes
SELECT
  (SELECT COUNT(*) FROM contacts WHERE organization_id = $1) AS contacts,
  (SELECT COUNT(*) FROM conversations WHERE organization_id = $1) AS conversations,
  (SELECT COUNT(*) FROM messages WHERE organization_id = $1) AS messages,
  (SELECT COUNT(*) FROM clocks WHERE organization_id = $1) AS clocks,
  (SELECT COUNT(*) FROM events WHERE organization_id = $1) AS events;

-- $1 organization
-- name: verify_owed_clock
SELECT 'conversation' AS noun, c.id AS id FROM conversations c
WHERE c.organization_id = $1
  AND (SELECT COUNT(*) FROM clocks k WHERE k.conversation_id = c.id AND k.stopped_at IS NULL) <> CASE WHEN c.owed THEN 1 ELSE 0 END;

-- $1 organization
-- name: verify_owed_due
SELECT 'conversation' AS noun, c.id AS id FROM conversations c
LEFT JOIN clocks k ON k.conversation_id = c.id AND k.stopped_at IS NULL
WHERE c.organization_id = $1
  AND ((c.owed AND (c.owed_since IS NULL OR c.due_at IS NULL OR c.due_at <> k.due_at OR c.owed_since <> k.started_at))
       OR (NOT c.owed AND (c.owed_since IS NOT NULL OR c.due_at IS NOT NULL)));

-- Nothing falls out of the list silently: a word of the customer's came after everything of ours, and it is neither owed
-- nor dismissed.
-- $1 organization
-- name: verify_unheard
SELECT 'conversation' AS noun, c.id AS id FROM conversations c
WHERE c.organization_id = $1 AND NOT c.owed AND c.dismiss_reason IS NULL
  AND EXISTS (SELECT 1 FROM messages m WHERE m.conversation_id = c.id AND m.direction = 'inbound' AND m.deleted_at IS NULL
    AND NOT m.is_automatic
    AND NOT EXISTS (SELECT 1 FROM messages o WHERE o.conversation_id = c.id AND o.direction = 'outbound' AND NOT o.is_automatic AND o.said_at >= m.said_at
      AND o.delivery NOT IN ('failed', 'uncertain', 'cancelled')));

-- Some word of the customer's has no answer after it; one that we wrote answers what had been heard by then.
-- $1 organization
-- name: verify_owed_answered
SELECT 'conversation' AS noun, c.id AS id FROM conversations c
WHERE c.organization_id = $1 AND c.owed
  AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.conversation_id = c.id AND m.direction = 'inbound' AND m.deleted_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM messages o WHERE o.conversation_id = c.id AND o.direction = 'outbound' AND NOT o.is_automatic AND o.said_at >= m.said_at
      AND o.delivery NOT IN ('failed', 'uncertain', 'cancelled')
      AND (o.user_id IS NULL OR o.id > m.id)
      AND (o.user_id IS NOT NULL OR o.said_at > m.said_at)));

-- The ledger says what the messages say. Every wait began with a word of the customer's,
-- $1 organization
-- name: verify_ledger_began
SELECT 'clock' AS noun, k.id AS id FROM clocks k
WHERE k.organization_id = $1
  AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.conversation_id = k.conversation_id AND m.direction = 'inbound'
                  AND m.said_at = k.started_at);

-- and one that was answered ended with a word of ours that counts.
-- $1 organization
-- name: verify_ledger_answered
SELECT 'clock' AS noun, k.id AS id FROM clocks k
WHERE k.organization_id = $1 AND k.stop_cause = 'answered'
  AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.conversation_id = k.conversation_id AND m.direction = 'outbound'
                  AND NOT m.is_automatic AND m.said_at = k.stopped_at AND m.delivery NOT IN ('failed', 'uncertain', 'cancelled'));

-- A clock that stopped says why, and waits for nothing; one that runs and is not late waits for something, or is paused.
-- $1 organization
-- name: verify_clock_steps
SELECT 'clock' AS noun, k.id AS id FROM clocks k
WHERE k.organization_id = $1
  AND ((k.stopped_at IS NULL) <> (k.stop_cause IS NULL) OR (k.stopped_at IS NOT NULL AND (k.next_at IS NOT NULL OR k.paused_at IS NOT NULL))
       OR (k.stopped_at IS NULL AND k.breached_at IS NULL AND (k.next_at IS NULL) <> (k.paused_at IS NOT NULL))
       OR (k.breached_at IS NOT NULL AND k.breached_at <> k.due_at)
       OR (k.dismiss_reason IS NOT NULL AND k.stop_cause <> 'dismissed'));

-- $1 organization
-- name: verify_resolutions
SELECT 'conversation' AS noun, r.conversation_id AS id FROM resolutions r JOIN conversations c ON c.id = r.conversation_id
WHERE r.organization_id = $1
  AND ((r.stopped_at IS NULL) <> (r.stop_cause IS NULL) OR (r.stopped_at IS NOT NULL AND (r.next_at IS NOT NULL OR r.paused_at IS NOT NULL))
       OR (r.stopped_at IS NULL AND r.breached_at IS NULL AND (r.next_at IS NULL) <> (r.paused_at IS NOT NULL))
       OR (r.breached_at IS NOT NULL AND r.breached_at <> r.due_at)
       OR (r.stopped_at IS NULL AND (c.status = 'resolved' OR c.merged_into_id IS NOT NULL))
       OR r.organization_id <> c.organization_id);

-- $1 organization
-- name: verify_status
SELECT 'conversation' AS noun, c.id AS id FROM conversations c
WHERE c.organization_id = $1
  AND ((c.status = 'snoozed') <> (c.snoozed_until IS NOT NULL) OR (c.status = 'resolved') <> (c.resolved_at IS NOT NULL)
       OR (c.status = 'resolved' AND c.owed) OR (c.owed AND c.dismiss_reason IS NOT NULL));

-- $1 organization
-- name: verify_message_count
SELECT 'conversation' AS noun, c.id AS id FROM conversations c
WHERE c.organization_id = $1
  AND c.message_count <> (SELECT COUNT(*) FROM messages m WHERE m.conversation_id = c.id AND m.direction <> 'internal'
                             AND m.delivery NOT IN ('failed', 'uncertain', 'cancelled'));

-- $1 organization
-- name: verify_last_word
SELECT 'conversation' AS noun, c.id AS id FROM conversations c
WHERE c.organization_id = $1 AND c.merged_into_id IS NULL
  AND (c.last_said_at <> COALESCE((SELECT MAX(m.said_at) FROM messages m WHERE m.conversation_id = c.id AND m.direction <> 'internal'
                                  AND m.delivery NOT IN ('failed', 'uncertain', 'cancelled')), -1)
       OR c.first_said_at <> COALESCE((SELECT MIN(m.said_at) FROM messages m WHERE m.conversation_id = c.id AND m.direction <> 'internal'
                                      AND m.delivery NOT IN ('failed', 'uncertain', 'cancelled')), -1)
       OR NOT EXISTS (SELECT 1 FROM messages m WHERE m.conversation_id = c.id AND m.direction = c.last_direction
         AND m.delivery NOT IN ('failed', 'uncertain', 'cancelled')
         AND m.said_at >= COALESCE((SELECT MAX(n.said_at) FROM messages n WHERE n.conversation_id = c.id AND n.direction <> 'internal'
                                    AND NOT (n.direction = 'outbound' AND n.is_automatic)
                                    AND n.deleted_at IS NULL AND n.delivery NOT IN ('failed', 'uncertain', 'cancelled')), 0)));

-- A merged conversation is closed and empty, and what it was merged into is there.
-- $1 organization
-- name: verify_merged
SELECT 'conversation' AS noun, c.id AS id FROM conversations c
LEFT JOIN conversations t ON t.id = c.merged_into_id AND t.organization_id = $1
WHERE c.organization_id = $1 AND c.merged_into_id IS NOT NULL
  AND (t.id IS NULL OR c.status <> 'resolved' OR c.owed OR EXISTS (SELECT 1 FROM messages m WHERE m.conversation_id = c.id));

-- A case has a conversation, and the case of a conversation is there.
-- $1 organization
-- name: verify_cases
SELECT 'case' AS noun, k.id AS id FROM cases k
WHERE k.organization_id = $1
  AND NOT EXISTS (SELECT 1 FROM conversations c WHERE c.organization_id = $1 AND c.case_id = k.id)
UNION ALL
SELECT 'conversation' AS noun, c.id AS id FROM conversations c
WHERE c.organization_id = $1 AND c.case_id IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM cases k WHERE k.organization_id = $1 AND k.id = c.case_id);

-- What was done to a message that is here is linked to it.
-- $1 organization
-- name: verify_signal_links
SELECT 'signal' AS noun, s.id AS id FROM signals s
JOIN messages m ON m.organization_id = $1 AND m.external_id = s.target_external_id AND m.inbox_id = s.inbox_id
WHERE s.organization_id = $1 AND s.message_id IS NULL AND s.target_external_id <> '';

-- The series adds up to the signals.
-- $1 organization
-- name: verify_signal_counts
SELECT 'inbox' AS noun, i.id AS id FROM inboxes i
WHERE i.organization_id = $1
  AND (SELECT COUNT(*) FROM signals s WHERE s.organization_id = $1 AND s.inbox_id = i.id) <>
      COALESCE((SELECT SUM(n.count) FROM signal_counts n
                WHERE n.organization_id = $1 AND n.inbox_id = i.id AND n.kind <> 'message'), 0);

-- $1 organization
-- name: verify_first_answer
SELECT 'conversation' AS noun, c.id AS id FROM conversations c
WHERE c.organization_id = $1
  AND COALESCE(c.first_answered_at, -1) <>
      COALESCE((SELECT MIN(m.said_at) FROM messages m WHERE m.conversation_id = c.id AND m.direction = 'outbound'
                AND NOT m.is_automatic AND m.delivery NOT IN ('failed', 'uncertain', 'cancelled')), -1);

-- $1 organization
-- name: verify_one_open
SELECT 'contact' AS noun, c.contact_id AS id FROM conversations c
WHERE c.organization_id = $1 AND c.status <> 'resolved'
GROUP BY c.contact_id, c.inbox_id, c.thread_key HAVING COUNT(*) > 1;

-- $1 organization
-- name: verify_joined
SELECT 'contact' AS noun, p.id AS id FROM contacts p
WHERE p.organization_id = $1 AND p.joined_into_id IS NOT NULL
  AND (EXISTS (SELECT 1 FROM identities i WHERE i.organization_id = $1 AND i.contact_id = p.id)
       OR EXISTS (SELECT 1 FROM conversations c WHERE c.organization_id = $1 AND c.contact_id = p.id)
       OR EXISTS (SELECT 1 FROM strikes k WHERE k.organization_id = $1 AND k.contact_id = p.id));

-- $1 organization
-- name: verify_message_inbox
SELECT 'message' AS noun, m.id AS id FROM messages m JOIN conversations c ON c.id = m.conversation_id
WHERE m.organization_id = $1 AND c.inbox_id <> m.inbox_id;

-- $1 organization, $2 a message that began to be sent before this hangs
-- name: verify_sending
SELECT 'message' AS noun, m.id AS id FROM messages m LEFT JOIN outbound o ON o.message_id = m.id
WHERE m.organization_id = $1 AND m.delivery = 'sending' AND COALESCE(o.attempted_at, m.created_at) < $2;

-- What leaves, or should have, says how that went; one that was tried was noted before.
-- $1 organization
-- name: verify_outbound
SELECT 'message' AS noun, m.id AS id FROM messages m LEFT JOIN outbound o ON o.message_id = m.id
WHERE m.organization_id = $1 AND m.delivery IN ('queued', 'sending', 'failed', 'uncertain', 'cancelled')
  AND (o.message_id IS NULL OR m.direction <> 'outbound' OR o.inbox_id <> m.inbox_id
       OR (m.delivery = 'sending' AND (o.attempts = 0 OR o.attempted_at IS NULL))
       OR (m.delivery IN ('failed', 'uncertain') AND o.reason = ''));

-- A part of an answer goes only after the one before it.
-- $1 organization
-- name: verify_outbound_order
SELECT 'message' AS noun, m.id AS id FROM outbound o JOIN messages m ON m.id = o.message_id JOIN messages b ON b.id = o.follows_id
WHERE o.organization_id = $1 AND m.delivery IN ('sending', 'sent') AND b.delivery NOT IN ('sent');

-- A file whose bytes are said to be here, and are not.
-- $1 organization
-- name: verify_files
SELECT 'attachment' AS noun, a.id AS id FROM attachments a
WHERE a.organization_id = $1 AND a.has_bytes AND a.size > 0
  AND NOT EXISTS (SELECT 1 FROM attachment_bytes b WHERE b.attachment_id = a.id)
  AND NOT EXISTS (SELECT 1 FROM attachment_parts p WHERE p.attachment_id = a.id AND p.begins_at = 0);

-- Numbers that no event has: the first of each gap, and the last one that was given out.
-- $1 organization
-- name: verify_event_numbers
SELECT 'event' AS noun, e.seq - 1 AS id FROM events e
WHERE e.organization_id = $1 AND e.seq > 1
  AND NOT EXISTS (SELECT 1 FROM events b WHERE b.organization_id = e.organization_id AND b.seq = e.seq - 1)
UNION ALL
SELECT 'event' AS noun, o.event_seq AS id FROM organizations o
WHERE o.id = $1 AND o.event_seq <> COALESCE((SELECT MAX(e.seq) FROM events e WHERE e.organization_id = $1), 0);

-- $1 organization
-- name: verify_event_rows
SELECT 'event' AS noun, e.seq AS id FROM events e LEFT JOIN conversations c ON c.id = e.conversation_id
WHERE e.organization_id = $1 AND e.conversation_id IS NOT NULL AND (c.id IS NULL OR c.organization_id <> $1);

-- Rows that point into another organization.
-- $1 organization
-- name: verify_links
SELECT 'inbox' AS noun, x.id AS id FROM inboxes x JOIN teams t ON t.id = x.team_id
  WHERE x.organization_id = $1 AND t.organization_id <> $1
UNION ALL SELECT 'team' AS noun, x.team_id AS id FROM team_members x JOIN teams t ON t.id = x.team_id JOIN users u ON u.id = x.user_id
  WHERE x.organization_id = $1 AND (t.organization_id <> $1 OR u.organization_id <> $1)
UNION ALL SELECT 'session' AS noun, x.id AS id FROM sessions x JOIN users u ON u.id = x.user_id
  WHERE x.organization_id = $1 AND u.organization_id <> $1
UNION ALL SELECT 'identity' AS noun, x.id AS id FROM identities x JOIN contacts p ON p.id = x.contact_id
  WHERE x.organization_id = $1 AND p.organization_id <> $1
UNION ALL SELECT 'identity' AS noun, x.identity_id AS id FROM visitors x
  JOIN identities i ON i.id = x.identity_id JOIN inboxes n ON n.id = x.inbox_id
  WHERE x.organization_id = $1 AND (i.organization_id <> $1 OR n.organization_id <> $1)
UNION ALL SELECT 'conversation' AS noun, x.id AS id FROM conversations x
  JOIN inboxes n ON n.id = x.inbox_id JOIN contacts p ON p.id = x.contact_id
  LEFT JOIN teams t ON t.id = x.team_id LEFT JOIN users u ON u.id = x.assignee_id
  WHERE x.organization_id = $1
    AND (n.organization_id <> $1 OR p.organization_id <> $1 OR t.organization_id <> $1 OR u.organization_id <> $1)
UNION ALL SELECT 'message' AS noun, x.id AS id FROM messages x JOIN inboxes n ON n.id = x.inbox_id
  LEFT JOIN conversations c ON c.id = x.conversation_id LEFT JOIN identities i ON i.id = x.identity_id
  LEFT JOIN users u ON u.id = x.user_id
  WHERE x.organization_id = $1
    AND (n.organization_id <> $1 OR c.organization_id <> $1 OR i.organization_id <> $1 OR u.organization_id <> $1)
UNION ALL SELECT 'message' AS noun, x.message_id AS id FROM outbound x JOIN messages m ON m.id = x.message_id
  JOIN inboxes n ON n.id = x.inbox_id LEFT JOIN messages b ON b.id = x.follows_id
  WHERE x.organization_id = $1 AND (m.organization_id <> $1 OR n.organization_id <> $1 OR b.organization_id <> $1)
UNION ALL SELECT 'attachment' AS noun, x.id AS id FROM attachments x JOIN messages m ON m.id = x.message_id
  LEFT JOIN attachment_parts p ON p.attachment_id = x.id
  WHERE x.organization_id = $1 AND (m.organization_id <> $1 OR p.organization_id <> $1)
UNION ALL SELECT 'message' AS noun, x.message_id AS id FROM message_acts x JOIN messages m ON m.id = x.message_id
  LEFT JOIN users u ON u.id = x.user_id
  WHERE x.organization_id = $1 AND (m.organization_id <> $1 OR u.organization_id <> $1)
UNION ALL SELECT 'contact' AS noun, x.id AS id FROM contacts x JOIN contacts p ON p.id = x.joined_into_id
  WHERE x.organization_id = $1 AND p.organization_id <> $1
UNION ALL SELECT 'join' AS noun, x.id AS id FROM contact_joins x
  JOIN contacts s ON s.id = x.source_id JOIN contacts t ON t.id = x.target_id
  WHERE x.organization_id = $1 AND (s.organization_id <> $1 OR t.organization_id <> $1)
UNION ALL SELECT 'identity' AS noun, x.identity_id AS id FROM contact_proofs x
  JOIN identities i ON i.id = x.identity_id JOIN inboxes n ON n.id = x.inbox_id
  WHERE x.organization_id = $1 AND (i.organization_id <> $1 OR n.organization_id <> $1)
UNION ALL SELECT 'clock' AS noun, x.id AS id FROM clocks x JOIN conversations c ON c.id = x.conversation_id
  WHERE x.organization_id = $1 AND c.organization_id <> $1;

-- What a machine of ours said answers nobody, and is said once in a conversation.
-- $1 organization
-- name: verify_acknowledged
SELECT 'conversation' AS noun, a.conversation_id AS id FROM acknowledgements a
WHERE a.organization_id = $1
  AND ((a.outcome = 'said') <> (a.message_id IS NOT NULL)
       OR (a.message_id IS NOT NULL AND EXISTS (SELECT 1 FROM messages m WHERE m.organization_id = $1 AND m.id = a.message_id
           AND (m.direction <> 'outbound' OR NOT m.is_automatic OR m.user_id IS NOT NULL))));

-- What is to be done later is open or has ended; only a promised call is missed, and what has ended waits for nothing.
-- $1 organization
-- name: verify_follow_ups
SELECT 'follow_up' AS noun, f.id AS id FROM follow_ups f
WHERE f.organization_id = $1
  AND ((f.state = 'open') <> (f.ended_at IS NULL) OR (f.state <> 'open' AND f.next_at IS NOT NULL)
       OR (f.missed_at IS NOT NULL AND f.kind <> 'call_back'));
