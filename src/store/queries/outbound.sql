-- $1… the members in order
-- name: outbound_insert
INSERT INTO outbound (message_id, organization_id, inbox_id, follows_id, whole_text, send_at, attempts, attempted_at, doubted_at,
  retry_at, reason, url, delivered_at, seen_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14);

-- $1 organization, $2 message, $3… what can change
-- name: outbound_update
UPDATE outbound SET send_at = $3, attempts = $4, attempted_at = $5, doubted_at = $6, retry_at = $7, reason = $8, url = $9,
  delivered_at = $10, seen_at = $11
WHERE organization_id = $1 AND message_id = $2;

-- $1 organization, $2 message
-- name: outbound_find
SELECT message_id, organization_id, inbox_id, follows_id, whole_text, send_at, attempts, attempted_at, doubted_at, retry_at, reason, url,
  delivered_at, seen_at
FROM outbound WHERE organization_id = $1 AND message_id = $2;

-- The part of the same answer that comes after it.
-- $1 organization, $2 message
-- name: outbound_follower
SELECT message_id, organization_id, inbox_id, follows_id, whole_text, send_at, attempts, attempted_at, doubted_at, retry_at, reason, url,
  delivered_at, seen_at
FROM outbound WHERE organization_id = $1 AND follows_id = $2;

-- $1 organization, $2 conversation, $3 and $4 said from when to when
-- name: outbound_list
SELECT o.message_id, o.organization_id, o.inbox_id, o.follows_id, o.whole_text, o.send_at, o.attempts, o.attempted_at, o.doubted_at,
  o.retry_at, o.reason, o.url, o.delivered_at, o.seen_at
FROM messages m JOIN outbound o ON o.message_id = m.id
WHERE m.organization_id = $1 AND m.conversation_id = $2 AND m.said_at >= $3 AND m.said_at <= $4;

-- The oldest whose time has come, of those that nothing in their conversation has to go before.
-- $1 organization, $2 inbox, $3 now, $4 whether only what is in doubt
-- name: outbound_next
SELECT m.id FROM messages m JOIN outbound o ON o.message_id = m.id
WHERE m.inbox_id = $2 AND m.delivery IN ('queued', 'sending') AND m.organization_id = $1
  AND o.send_at <= $3 AND (o.retry_at IS NULL OR o.retry_at <= $3) AND (m.delivery = 'sending' OR NOT $4)
  AND NOT EXISTS (SELECT 1 FROM messages b WHERE b.conversation_id = m.conversation_id AND b.delivery IN ('queued', 'sending')
                  AND b.id < m.id)
ORDER BY m.id LIMIT 1;

-- When the next one's time comes.
-- $1 organization, $2 inbox, $3 whether only what is in doubt
-- name: outbound_next_time
SELECT MIN(CASE WHEN o.retry_at > o.send_at THEN o.retry_at ELSE o.send_at END) AS at
FROM messages m JOIN outbound o ON o.message_id = m.id
WHERE m.inbox_id = $2 AND m.delivery IN ('queued', 'sending') AND m.organization_id = $1
  AND (m.delivery = 'sending' OR NOT $3)
  AND NOT EXISTS (SELECT 1 FROM messages b WHERE b.conversation_id = m.conversation_id AND b.delivery IN ('queued', 'sending')
                  AND b.id < m.id);

-- How much waits at an inbox.
-- $1 organization, $2 inbox
-- name: outbound_count
SELECT COUNT(*) FROM messages m
WHERE m.inbox_id = $2 AND m.delivery IN ('queued', 'sending') AND m.organization_id = $1;

-- What waits for another attempt may have it now.
-- $1 organization, $2 inbox
-- name: outbound_wait_no_more
UPDATE outbound SET retry_at = NULL
WHERE organization_id = $1 AND retry_at IS NOT NULL AND message_id IN (
  SELECT m.id FROM messages m WHERE m.inbox_id = $2 AND m.delivery IN ('queued', 'sending') AND m.delivery = 'queued');
