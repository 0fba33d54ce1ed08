-- What happened between one person and us, newest first. Conversations and signals can be many: they are cut to the page before
-- their words are looked up.
-- $1 organization, $2 contact, $3 and $4 time and id of the last moment seen or null, $5 limit
-- name: timeline_of_contact
SELECT kind, id, at, conversation_id, inbox_id, message_id, text, signal, strike, move, joined, user_id FROM (
  SELECT 'conversation' AS kind, b.id AS id, b.at AS at, b.id AS conversation_id, b.inbox_id AS inbox_id,
    CAST(NULL AS BIGINT) AS message_id,
    COALESCE((SELECT SUBSTR(m.text, 1, 200) FROM messages m WHERE m.conversation_id = b.id AND m.direction <> 'internal'
              ORDER BY m.said_at, m.id LIMIT 1), '') AS text,
    CAST(NULL AS TEXT) AS signal, CAST(NULL AS TEXT) AS strike, CAST(NULL AS TEXT) AS move,
    CAST(NULL AS TEXT) AS joined, CAST(NULL AS BIGINT) AS user_id
  FROM (
    SELECT c.id, c.first_said_at AS at, c.inbox_id FROM conversations c
    WHERE c.organization_id = $1 AND c.contact_id = $2 AND c.merged_into_id IS NULL
      AND (CAST($3 AS BIGINT) IS NULL OR c.first_said_at < $3 OR (c.first_said_at = $3 AND c.id < $4))
    ORDER BY c.first_said_at DESC, c.id DESC LIMIT $5) b
  UNION ALL
  SELECT 'signal' AS kind, d.id, d.at, m.conversation_id, d.inbox_id, d.message_id, SUBSTR(COALESCE(m.text, ''), 1, 200), d.kind,
    NULL, NULL, NULL, NULL
  FROM (
    SELECT s.id, s.at, s.inbox_id, s.message_id, s.kind FROM identities i
    CROSS JOIN signals s
    WHERE i.organization_id = $1 AND i.contact_id = $2 AND s.organization_id = $1 AND s.identity_id = i.id
      AND (CAST($3 AS BIGINT) IS NULL OR s.at < $3 OR (s.at = $3 AND s.id < $4))
    ORDER BY s.at DESC, s.id DESC LIMIT $5) d
  LEFT JOIN messages m ON m.id = d.message_id
  UNION ALL
  SELECT 'strike' AS kind, k.id, k.at, k.conversation_id, c.inbox_id, NULL,
    COALESCE(NULLIF(SUBSTR(k.note, 1, 200), ''), (SELECT SUBSTR(m.text, 1, 200) FROM messages m
              WHERE m.conversation_id = k.conversation_id AND m.said_at = k.at AND m.direction = 'inbound'
              ORDER BY m.id LIMIT 1), ''),
    NULL, k.cause, NULL, NULL, k.added_by
  FROM strikes k JOIN conversations c ON c.id = k.conversation_id
  WHERE k.organization_id = $1 AND k.contact_id = $2 AND k.undone_at IS NULL
  UNION ALL
  SELECT 'move' AS kind, v.id, v.moved_at, v.target_id, c.inbox_id, NULL, SUBSTR(t.last_text, 1, 200), NULL, NULL, v.kind, NULL, v.moved_by
  FROM conversations c
  JOIN conversation_moves v ON v.organization_id = $1 AND v.source_id = c.id
  JOIN conversations t ON t.id = v.target_id
  WHERE c.organization_id = $1 AND c.contact_id = $2 AND v.undone_at IS NULL
  UNION ALL
  SELECT 'joined' AS kind, j.id, j.joined_at, NULL, NULL, NULL, p.name, NULL, NULL, NULL, j.cause, j.joined_by
  FROM contact_joins j JOIN contacts p ON p.id = j.source_id
  WHERE j.organization_id = $1 AND j.target_id = $2 AND j.undone_at IS NULL
  UNION ALL
  SELECT 'encounter' AS kind, e.id, e.happened_at, e.conversation_id, c.inbox_id, NULL, SUBSTR(e.text, 1, 200), NULL, NULL, NULL, NULL,
    e.made_by
  FROM conversations c JOIN encounters e ON e.organization_id = $1 AND e.conversation_id = c.id
  WHERE c.organization_id = $1 AND c.contact_id = $2) moments
WHERE CAST($3 AS BIGINT) IS NULL OR at < $3 OR (at = $3 AND id < $4)
ORDER BY at DESC, id DESC LIMIT $5;
