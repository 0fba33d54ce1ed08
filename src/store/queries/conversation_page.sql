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

-- By priority, the highest first, from the ranks that are kept of what is not resolved. $2 and $3 are the priority and the id of the
-- last row seen, $5 the list (organization, inbox or team), $6 the view, $7 the inbox or null, $8 the team or null: ranks follow a
-- change within a second, so the conversation itself says whether it belongs here.
-- name: page_ranked
SELECT c.id, c.organization_id, c.inbox_id, c.contact_id, c.team_id, c.assignee_id, c.status, c.snoozed_until, c.owed, c.owed_since,
  c.due_at, c.dismiss_reason, c.dismiss_note, c.thread_key, c.first_said_at, c.last_said_at, c.last_text, c.last_direction,
  c.message_count, c.first_answered_at, c.resolved_at, c.created_at, c.merged_into_id, c.case_id,
  p.name AS contact_name, k.id AS clock_id, k.kind AS clock_kind, k.started_at AS clock_started_at, k.due_at AS clock_due_at,
  k.breached_at AS clock_breached_at, k.policy_id AS clock_policy_id, k.target_s AS clock_target_s, k.paused_ms AS clock_paused_ms,
  k.paused_at AS clock_paused_at, k.warn_at AS clock_warn_at, k.warned_at AS clock_warned_at, k.escalated AS clock_escalated,
  k.next_at AS clock_next_at, c.priority, c.priority_reasons, c.facets
FROM conversation_ranks r CROSS JOIN conversations c CROSS JOIN contacts p
LEFT JOIN clocks k ON k.conversation_id = c.id AND k.stopped_at IS NULL
WHERE r.organization_id = $1 AND r.list = $5 AND r.priority <= $2 AND (r.priority < $2 OR r.conversation_id < $3)
  AND c.id = r.conversation_id AND c.merged_into_id IS NULL AND p.id = c.contact_id
  AND (CAST($7 AS BIGINT) IS NULL OR c.inbox_id = $7) AND (CAST($8 AS BIGINT) IS NULL OR c.team_id = $8)
  AND CASE $6 WHEN 'owed' THEN c.owed
      WHEN 'unassigned' THEN c.assignee_id IS NULL AND c.status NOT IN ('resolved', 'snoozed')
      ELSE c.status NOT IN ('resolved', 'snoozed') END
ORDER BY r.priority DESC, r.conversation_id DESC LIMIT $4;

-- Behind them those that have no place in the list, $7, yet: something happened to them just now. Their key is -1, and they are told
-- without a priority. Where triage is more than 20,000 events behind, of the latest of these alone: then this list is a help, and
-- the ones by time are whole.
-- name: page_unranked
SELECT c.id, c.organization_id, c.inbox_id, c.contact_id, c.team_id, c.assignee_id, c.status, c.snoozed_until, c.owed, c.owed_since,
  c.due_at, c.dismiss_reason, c.dismiss_note, c.thread_key, c.first_said_at, c.last_said_at, c.last_text, c.last_direction,
  c.message_count, c.first_answered_at, c.resolved_at, c.created_at, c.merged_into_id, c.case_id,
  p.name AS contact_name, k.id AS clock_id, k.kind AS clock_kind, k.started_at AS clock_started_at, k.due_at AS clock_due_at,
  k.breached_at AS clock_breached_at, k.policy_id AS clock_policy_id, k.target_s AS clock_target_s, k.paused_ms AS clock_paused_ms,
  k.paused_at AS clock_paused_at, k.warn_at AS clock_warn_at, k.warned_at AS clock_warned_at, k.escalated AS clock_escalated,
  k.next_at AS clock_next_at, CAST(NULL AS BIGINT) AS priority, CAST(NULL AS TEXT) AS priority_reasons,
  c.facets
FROM (SELECT DISTINCT conversation_id AS id FROM
      (SELECT conversation_id FROM events
       WHERE organization_id = $1 AND seq > COALESCE((SELECT seq FROM triage_positions WHERE organization_id = $1), 0)
       ORDER BY seq DESC LIMIT 20000) late WHERE conversation_id IS NOT NULL) fresh
CROSS JOIN conversations c CROSS JOIN contacts p
LEFT JOIN clocks k ON k.conversation_id = c.id AND k.stopped_at IS NULL
WHERE c.id = fresh.id AND c.organization_id = $1 AND c.id < $2 AND c.merged_into_id IS NULL
  AND p.id = c.contact_id
  AND NOT EXISTS (SELECT 1 FROM conversation_ranks r WHERE r.conversation_id = c.id AND r.list = $7)
  AND (CAST($5 AS BIGINT) IS NULL OR c.inbox_id = $5) AND (CAST($6 AS BIGINT) IS NULL OR c.team_id = $6)
  AND CASE $4 WHEN 'owed' THEN c.owed
      WHEN 'unassigned' THEN c.assignee_id IS NULL AND c.status NOT IN ('resolved', 'snoozed')
      ELSE c.status NOT IN ('resolved', 'snoozed') END
ORDER BY c.id DESC LIMIT $3;

-- What somebody, $5, works on, sorted on the spot; of one inbox, $6, or null; with $8, only what they were given without being in
-- its team.
-- name: page_ranked_of
SELECT * FROM conversation_states WHERE organization_id = $1 AND assignee_id = $5
  AND (CAST($6 AS BIGINT) IS NULL OR inbox_id = $6)
  AND (NOT $8 OR team_id IS NULL
       OR team_id NOT IN (SELECT m.team_id FROM team_members m WHERE m.organization_id = $1 AND m.user_id = $5))
  AND CASE $7 WHEN 'owed' THEN owed
      WHEN 'unassigned' THEN FALSE
      ELSE status NOT IN ('resolved', 'snoozed') END
  AND (COALESCE(priority, -1) < $2 OR (COALESCE(priority, -1) = $2 AND id < $3))
ORDER BY COALESCE(priority, -1) DESC, id DESC LIMIT $4;
