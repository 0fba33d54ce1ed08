-- Pages of the lists, in the order of an index each, so that a page costs what it shows and not what there is. All take
-- $1 organization, $2 and $3 the sort key and id of the last row seen (of a first page: beyond every row), $4 limit.

-- name: page_owed
SELECT * FROM conversation_states WHERE organization_id = $1 AND owed
  AND due_at >= $2 AND (due_at > $2 OR id > $3)
ORDER BY due_at, id LIMIT $4;

-- name: page_unassigned
SELECT * FROM conversation_states WHERE organization_id = $1 AND status <> 'resolved' AND status <> 'snoozed' AND assignee_id IS NULL
  AND last_said_at <= $2 AND (last_said_at < $2 OR id < $3)
ORDER BY last_said_at DESC, id DESC LIMIT $4;

-- name: page_open
SELECT * FROM conversation_states WHERE organization_id = $1 AND status <> 'resolved' AND status <> 'snoozed'
  AND last_said_at <= $2 AND (last_said_at < $2 OR id < $3)
ORDER BY last_said_at DESC, id DESC LIMIT $4;

-- name: page_snoozed
SELECT * FROM conversation_states WHERE organization_id = $1 AND status = 'snoozed' AND snoozed_until IS NOT NULL
  AND snoozed_until >= $2 AND (snoozed_until > $2 OR id > $3)
ORDER BY snoozed_until, id LIMIT $4;

-- name: page_resolved
SELECT * FROM conversation_states WHERE organization_id = $1 AND status = 'resolved'
  AND last_said_at <= $2 AND (last_said_at < $2 OR id < $3)
ORDER BY last_said_at DESC, id DESC LIMIT $4;

-- name: page_all
SELECT * FROM (
  SELECT * FROM (SELECT * FROM conversation_states WHERE organization_id = $1 AND status <> 'resolved'
    AND last_said_at <= $2 AND (last_said_at < $2 OR id < $3)
  ORDER BY last_said_at DESC, id DESC LIMIT $4) under_way
  UNION ALL
  SELECT * FROM (SELECT * FROM conversation_states WHERE organization_id = $1 AND status = 'resolved'
    AND last_said_at <= $2 AND (last_said_at < $2 OR id < $3)
  ORDER BY last_said_at DESC, id DESC LIMIT $4) over) every
ORDER BY last_said_at DESC, id DESC LIMIT $4;

-- Of one inbox, $5.

-- name: page_inbox_owed
SELECT * FROM conversation_states WHERE organization_id = $1 AND inbox_id = $5 AND owed
  AND due_at >= $2 AND (due_at > $2 OR id > $3)
ORDER BY due_at, id LIMIT $4;

-- name: page_inbox_unassigned
SELECT * FROM conversation_states WHERE organization_id = $1 AND inbox_id = $5 AND status <> 'resolved' AND status <> 'snoozed' AND assignee_id IS NULL
  AND last_said_at <= $2 AND (last_said_at < $2 OR id < $3)
ORDER BY last_said_at DESC, id DESC LIMIT $4;

-- name: page_inbox_open
SELECT * FROM conversation_states WHERE organization_id = $1 AND inbox_id = $5 AND status <> 'resolved' AND status <> 'snoozed'
  AND last_said_at <= $2 AND (last_said_at < $2 OR id < $3)
ORDER BY last_said_at DESC, id DESC LIMIT $4;

-- name: page_inbox_snoozed
SELECT * FROM conversation_states WHERE organization_id = $1 AND inbox_id = $5 AND status = 'snoozed' AND snoozed_until IS NOT NULL
  AND snoozed_until >= $2 AND (snoozed_until > $2 OR id > $3)
ORDER BY snoozed_until, id LIMIT $4;

-- name: page_inbox_resolved
SELECT * FROM conversation_states WHERE organization_id = $1 AND inbox_id = $5 AND status = 'resolved'
  AND last_said_at <= $2 AND (last_said_at < $2 OR id < $3)
ORDER BY last_said_at DESC, id DESC LIMIT $4;

-- name: page_inbox_all
SELECT * FROM (
  SELECT * FROM (SELECT * FROM conversation_states WHERE organization_id = $1 AND inbox_id = $5 AND status <> 'resolved'
    AND last_said_at <= $2 AND (last_said_at < $2 OR id < $3)
  ORDER BY last_said_at DESC, id DESC LIMIT $4) under_way
  UNION ALL
  SELECT * FROM (SELECT * FROM conversation_states WHERE organization_id = $1 AND inbox_id = $5 AND status = 'resolved'
    AND last_said_at <= $2 AND (last_said_at < $2 OR id < $3)
  ORDER BY last_said_at DESC, id DESC LIMIT $4) over) every
ORDER BY last_said_at DESC, id DESC LIMIT $4;

-- Of one team, $5; of one inbox of it, $6, or null.

-- name: page_team_owed
SELECT * FROM conversation_states WHERE organization_id = $1 AND team_id = $5 AND owed
  AND (CAST($6 AS BIGINT) IS NULL OR inbox_id = $6)
  AND due_at >= $2 AND (due_at > $2 OR id > $3)
ORDER BY due_at, id LIMIT $4;

-- name: page_team_unassigned
SELECT * FROM conversation_states WHERE organization_id = $1 AND team_id = $5 AND status <> 'resolved' AND status <> 'snoozed' AND assignee_id IS NULL
  AND (CAST($6 AS BIGINT) IS NULL OR inbox_id = $6)
  AND last_said_at <= $2 AND (last_said_at < $2 OR id < $3)
ORDER BY last_said_at DESC, id DESC LIMIT $4;

-- name: page_team_open
SELECT * FROM conversation_states WHERE organization_id = $1 AND team_id = $5 AND status <> 'resolved' AND status <> 'snoozed'
  AND (CAST($6 AS BIGINT) IS NULL OR inbox_id = $6)
  AND last_said_at <= $2 AND (last_said_at < $2 OR id < $3)
ORDER BY last_said_at DESC, id DESC LIMIT $4;

-- name: page_team_snoozed
SELECT * FROM conversation_states WHERE organization_id = $1 AND team_id = $5 AND status = 'snoozed' AND snoozed_until IS NOT NULL
  AND (CAST($6 AS BIGINT) IS NULL OR inbox_id = $6)
  AND snoozed_until >= $2 AND (snoozed_until > $2 OR id > $3)
ORDER BY snoozed_until, id LIMIT $4;

-- name: page_team_resolved
SELECT * FROM conversation_states WHERE organization_id = $1 AND team_id = $5 AND status = 'resolved'
  AND (CAST($6 AS BIGINT) IS NULL OR inbox_id = $6)
  AND last_said_at <= $2 AND (last_said_at < $2 OR id < $3)
ORDER BY last_said_at DESC, id DESC LIMIT $4;

-- name: page_team_all
SELECT * FROM (
  SELECT * FROM (SELECT * FROM conversation_states WHERE organization_id = $1 AND team_id = $5
    AND (CAST($6 AS BIGINT) IS NULL OR inbox_id = $6) AND status <> 'resolved'
    AND last_said_at <= $2 AND (last_said_at < $2 OR id < $3)
  ORDER BY last_said_at DESC, id DESC LIMIT $4) under_way
  UNION ALL
  SELECT * FROM (SELECT * FROM conversation_states WHERE organization_id = $1 AND team_id = $5
    AND (CAST($6 AS BIGINT) IS NULL OR inbox_id = $6) AND status = 'resolved'
    AND last_said_at <= $2 AND (last_said_at < $2 OR id < $3)
  ORDER BY last_said_at DESC, id DESC LIMIT $4) over) every
ORDER BY last_said_at DESC, id DESC LIMIT $4;

-- What somebody, $5, works on; of one inbox, $6, or null.

-- name: page_mine
SELECT * FROM conversation_states WHERE organization_id = $1 AND assignee_id = $5 AND status <> 'resolved' AND status <> 'snoozed'
  AND (CAST($6 AS BIGINT) IS NULL OR inbox_id = $6)
  AND last_said_at <= $2 AND (last_said_at < $2 OR id < $3)
ORDER BY last_said_at DESC, id DESC LIMIT $4;

-- Few conversations in any list, sorted on the spot: in the view $5 of the user $6, of one inbox, $7, or null. The key $2 and the id $3
-- are negative where the newest comes first.

-- Those of one contact, $8, that the user $9, who sees only their teams, may see; null: everybody.
-- name: page_contact
SELECT * FROM conversation_states WHERE organization_id = $1 AND contact_id = $8
  AND (CAST($7 AS BIGINT) IS NULL OR inbox_id = $7)
  AND (CAST($9 AS BIGINT) IS NULL OR assignee_id = $9
       OR team_id IN (SELECT m.team_id FROM team_members m WHERE m.organization_id = $1 AND m.user_id = $9))
  AND CASE $5 WHEN 'owed' THEN owed
      WHEN 'mine' THEN assignee_id = $6 AND status NOT IN ('resolved', 'snoozed')
      WHEN 'unassigned' THEN assignee_id IS NULL AND status NOT IN ('resolved', 'snoozed')
      WHEN 'open' THEN status NOT IN ('resolved', 'snoozed')
      WHEN 'snoozed' THEN status = 'snoozed' AND snoozed_until IS NOT NULL
      WHEN 'resolved' THEN status = 'resolved'
      ELSE TRUE END
  AND (CASE $5 WHEN 'owed' THEN due_at WHEN 'snoozed' THEN snoozed_until ELSE -last_said_at END,
       CASE WHEN $5 IN ('owed', 'snoozed') THEN id ELSE -id END) > ($2, $3)
ORDER BY CASE $5 WHEN 'owed' THEN due_at WHEN 'snoozed' THEN snoozed_until ELSE -last_said_at END,
  CASE WHEN $5 IN ('owed', 'snoozed') THEN id ELSE -id END LIMIT $4;

-- Those that somebody, $8, was given without being in their team.
-- name: page_given
SELECT * FROM conversation_states WHERE organization_id = $1 AND assignee_id = $8
  AND (CAST($7 AS BIGINT) IS NULL OR inbox_id = $7)
  AND (team_id IS NULL OR team_id NOT IN (SELECT m.team_id FROM team_members m WHERE m.organization_id = $1 AND m.user_id = $8))
  AND CASE $5 WHEN 'owed' THEN owed
      WHEN 'mine' THEN assignee_id = $6 AND status NOT IN ('resolved', 'snoozed')
      WHEN 'unassigned' THEN assignee_id IS NULL AND status NOT IN ('resolved', 'snoozed')
      WHEN 'open' THEN status NOT IN ('resolved', 'snoozed')
      WHEN 'snoozed' THEN status = 'snoozed' AND snoozed_until IS NOT NULL
      WHEN 'resolved' THEN status = 'resolved'
      ELSE TRUE END
  AND (CASE $5 WHEN 'owed' THEN due_at WHEN 'snoozed' THEN snoozed_until ELSE -last_said_at END,
       CASE WHEN $5 IN ('owed', 'snoozed') THEN id ELSE -id END) > ($2, $3)
ORDER BY CASE $5 WHEN 'owed' THEN due_at WHEN 'snoozed' THEN snoozed_until ELSE -last_said_at END,
  CASE WHEN $5 IN ('owed', 'snoozed') THEN id ELSE -id END LIMIT $4;

-- How many stand in each view, counted up to $2 each: what is more than anybody reads need not be counted. Late are those of them
-- that are owed since before now, $3; in `owed` these come first.
-- name: count_owed
SELECT COUNT(*) AS count, COUNT(CASE WHEN due_at < $3 THEN 1 END) AS late FROM (
  SELECT due_at FROM conversations WHERE organization_id = $1 AND owed ORDER BY due_at, id LIMIT $2) c;

-- $4 the user whose list it is.
-- name: count_mine
SELECT COUNT(*) AS count, COUNT(CASE WHEN owed AND due_at < $3 THEN 1 END) AS late FROM (
  SELECT owed, due_at FROM conversations
  WHERE organization_id = $1 AND assignee_id = $4 AND status <> 'resolved' AND status <> 'snoozed'
  ORDER BY last_said_at DESC, id DESC LIMIT $2) c;

-- name: count_unassigned
SELECT COUNT(*) AS count, COUNT(CASE WHEN owed AND due_at < $3 THEN 1 END) AS late FROM (
  SELECT owed, due_at FROM conversations
  WHERE organization_id = $1 AND assignee_id IS NULL AND status <> 'resolved' AND status <> 'snoozed'
  ORDER BY last_said_at DESC, id DESC LIMIT $2) c;

-- name: count_open
SELECT COUNT(*) AS count, COUNT(CASE WHEN owed AND due_at < $3 THEN 1 END) AS late FROM (
  SELECT owed, due_at FROM conversations WHERE organization_id = $1 AND status <> 'resolved' AND status <> 'snoozed'
  ORDER BY last_said_at DESC, id DESC LIMIT $2) c;

-- name: count_snoozed
SELECT COUNT(*) AS count, COUNT(CASE WHEN owed AND due_at < $3 THEN 1 END) AS late FROM (
  SELECT owed, due_at FROM conversations WHERE organization_id = $1 AND status = 'snoozed' AND snoozed_until IS NOT NULL
  ORDER BY snoozed_until, id LIMIT $2) c;
