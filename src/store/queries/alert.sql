-- Nothing comes back when one is open for that series already.
-- $1… the alert's members in order
-- name: alert_insert
INSERT INTO alerts (id, organization_id, inbox_id, signal_kind, began_at, raised_at, ended_at, observed, expected, seen_by, seen_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING RETURNING id;

-- $1 organization, $2 alert
-- name: alert_find
SELECT id, organization_id, inbox_id, signal_kind, began_at, raised_at, ended_at, observed, expected, seen_by, seen_at
FROM alerts WHERE organization_id = $1 AND id = $2;

-- The one that is open for a series.
-- $1 organization, $2 inbox, $3 series
-- name: alert_find_open
SELECT id, organization_id, inbox_id, signal_kind, began_at, raised_at, ended_at, observed, expected, seen_by, seen_at
FROM alerts WHERE organization_id = $1 AND inbox_id = $2 AND signal_kind = $3 AND ended_at IS NULL;

-- Newest first.
-- $1 organization, $2 limit
-- name: alert_list_open
SELECT id, organization_id, inbox_id, signal_kind, began_at, raised_at, ended_at, observed, expected, seen_by, seen_at
FROM alerts WHERE organization_id = $1 AND ended_at IS NULL ORDER BY id DESC LIMIT $2;

-- Newest first, older than $2 (0: from the newest).
-- $1 organization, $2 last id seen, $3 whether only those that are over, $4 limit
-- name: alert_page
SELECT id, organization_id, inbox_id, signal_kind, began_at, raised_at, ended_at, observed, expected, seen_by, seen_at
FROM alerts WHERE organization_id = $1 AND ($2 = 0 OR id < $2) AND (ended_at IS NOT NULL OR NOT $3) ORDER BY id DESC LIMIT $4;

-- $1 organization, $2 alert, $3… what can change
-- name: alert_update
UPDATE alerts SET ended_at = $3, observed = $4, expected = $5, seen_by = $6, seen_at = $7 WHERE organization_id = $1 AND id = $2;

-- Of every organization: the series to look at, which are those in which enough happened lately to be a spike and those
-- with an open alert. What is dated in the future waits for its time.
-- $1 and $2 first and last bucket of the time to look at, $3 the least count
-- name: alert_watched
SELECT w.organization_id, w.inbox_id, w.signal_kind, i.created_at AS known_since
FROM (
  SELECT organization_id, inbox_id, kind AS signal_kind FROM signal_counts
  WHERE bucket >= $1 AND bucket <= $2 AND kind IN ('message', 'unlike', 'unshare', 'unfollow', 'block')
  GROUP BY organization_id, inbox_id, kind HAVING SUM(count) >= $3
  UNION
  SELECT organization_id, inbox_id, signal_kind FROM alerts WHERE ended_at IS NULL
) w
JOIN inboxes i ON i.id = w.inbox_id AND i.organization_id = w.organization_id
ORDER BY w.organization_id, w.inbox_id, w.signal_kind;

-- $1 organization, $2 inbox, $3 series, $4 and $5 from and until (buckets)
-- name: alert_series
SELECT bucket, count FROM signal_counts
WHERE organization_id = $1 AND inbox_id = $2 AND kind = $3 AND bucket >= $4 AND bucket < $5;

-- Our own posts of that time, newest first, and what was done to them.
-- $1 organization, $2 inbox, $3 and $4 from and until, $5 limit, $6 the alert's kind
-- name: alert_own_posts
SELECT m.id, m.external_id, m.direction, m.conversation_id, m.text, m.said_at, COALESCE(u.name, i.handle, '') AS author_name,
  (SELECT COUNT(*) FROM (SELECT 1 FROM signals s WHERE s.organization_id = $1 AND s.message_id = m.id LIMIT 10000) done) AS signals,
  (SELECT COUNT(*) FROM (SELECT 1 FROM signals s WHERE s.organization_id = $1 AND s.message_id = m.id AND s.kind = $6 AND s.at >= $4 LIMIT 10000) lost) AS lost
FROM messages m
LEFT JOIN users u ON u.id = m.user_id
LEFT JOIN identities i ON i.id = m.identity_id
WHERE m.organization_id = $1 AND m.inbox_id = $2 AND m.conversation_id IS NULL AND m.said_at >= $3 AND m.said_at < $4
ORDER BY m.said_at DESC LIMIT $5;

-- One post by the platform's id.
-- $1 organization, $2 inbox, $3 external id, $4 the alert's kind, $5 when it began
-- name: alert_post
SELECT m.id, m.external_id, m.direction, m.conversation_id, m.text, m.said_at, COALESCE(u.name, p.name, i.handle, '') AS author_name,
  (SELECT COUNT(*) FROM (SELECT 1 FROM signals s WHERE s.organization_id = $1 AND s.message_id = m.id LIMIT 10000) done) AS signals,
  (SELECT COUNT(*) FROM (SELECT 1 FROM signals s WHERE s.organization_id = $1 AND s.message_id = m.id AND s.kind = $4 AND s.at >= $5 LIMIT 10000) lost) AS lost
FROM messages m
LEFT JOIN users u ON u.id = m.user_id
LEFT JOIN identities i ON i.id = m.identity_id
LEFT JOIN contacts p ON p.id = i.contact_id
WHERE m.organization_id = $1 AND m.external_id = $3 AND m.inbox_id = $2;

-- The threads in which most people spoke, of the 5,000 conversations under way and the 5,000 over that were last heard of.
-- $1 organization, $2 inbox, $3 spoken in since, $4 begun before, $5 limit
-- name: alert_busy_threads
SELECT thread_key, COUNT(*) AS people, MAX(id) AS conversation_id
FROM (
  SELECT * FROM (SELECT id, thread_key FROM conversations
  WHERE organization_id = $1 AND inbox_id = $2 AND status <> 'resolved' AND last_said_at >= $3 AND first_said_at < $4
  ORDER BY last_said_at DESC, id DESC LIMIT 5000) under_way
  UNION ALL
  SELECT * FROM (SELECT id, thread_key FROM conversations
  WHERE organization_id = $1 AND inbox_id = $2 AND status = 'resolved' AND last_said_at >= $3 AND first_said_at < $4
  ORDER BY last_said_at DESC, id DESC LIMIT 5000) over
) spoken
WHERE thread_key <> '' GROUP BY thread_key ORDER BY people DESC, thread_key LIMIT $5;

-- What the signals of that kind were about, most first.
-- $1 organization, $2 inbox, $3 kind, $4 and $5 from and until, $6 limit
-- name: alert_targets
SELECT target_external_id, COUNT(*) AS count FROM signals
WHERE organization_id = $1 AND inbox_id = $2 AND kind = $3 AND kind IN ('unlike', 'unshare', 'unfollow', 'block')
  AND at >= $4 AND at < $5 AND target_external_id <> ''
GROUP BY target_external_id ORDER BY count DESC, target_external_id LIMIT $6;

-- Who turned away, newest first.
-- $1 organization, $2 inbox, $3 kind, $4 and $5 from and until, $6 limit
-- name: alert_leavers
SELECT i.contact_id, CAST(NULL AS BIGINT) AS conversation_id, COALESCE(NULLIF(p.name, ''), NULLIF(i.name, ''), i.handle, '') AS name, s.at
FROM signals s
LEFT JOIN identities i ON i.id = s.identity_id
LEFT JOIN contacts p ON p.id = i.contact_id
WHERE s.organization_id = $1 AND s.inbox_id = $2 AND s.kind = $3 AND s.kind IN ('unlike', 'unshare', 'unfollow', 'block')
  AND s.at >= $4 AND s.at < $5
ORDER BY s.at DESC, s.id DESC LIMIT $6;

-- Who spoke, newest first.
-- $1 organization, $2 inbox, $3 and $4 from and until, $5 limit
-- name: alert_speakers
SELECT c.contact_id, c.id AS conversation_id, p.name, c.last_said_at AS at
FROM (
  SELECT * FROM (SELECT id, contact_id, last_said_at FROM conversations
  WHERE organization_id = $1 AND inbox_id = $2 AND status <> 'resolved' AND last_said_at >= $3 AND last_said_at < $4
  ORDER BY last_said_at DESC, id DESC LIMIT $5) under_way
  UNION ALL
  SELECT * FROM (SELECT id, contact_id, last_said_at FROM conversations
  WHERE organization_id = $1 AND inbox_id = $2 AND status = 'resolved' AND last_said_at >= $3 AND last_said_at < $4
  ORDER BY last_said_at DESC, id DESC LIMIT $5) over
) c
JOIN contacts p ON p.id = c.contact_id
ORDER BY c.last_said_at DESC, c.id DESC LIMIT $5;
