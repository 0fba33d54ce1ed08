-- Nothing comes back where that clock has its strike.
-- $1… the strike's members in order
-- name: strike_insert
INSERT INTO strikes (id, organization_id, contact_id, conversation_id, cause, at, added_by, note, clock_id, followed, undone_at, undone_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
ON CONFLICT (organization_id, clock_id) WHERE clock_id IS NOT NULL DO NOTHING RETURNING id;

-- $1 organization, $2 strike
-- name: strike_find
SELECT id, organization_id, contact_id, conversation_id, cause, at, added_by, note, clock_id, followed, undone_at, undone_by
FROM strikes WHERE organization_id = $1 AND id = $2;

-- The latest first.
-- $1 organization, $2 contact, $3 limit
-- name: strike_list
SELECT id, organization_id, contact_id, conversation_id, cause, at, added_by, note, clock_id, followed, undone_at, undone_by
FROM strikes WHERE organization_id = $1 AND contact_id = $2 ORDER BY at DESC, id DESC LIMIT $3;

-- When those happened that count.
-- $1 organization, $2 contact
-- name: strike_times
SELECT at FROM strikes WHERE organization_id = $1 AND contact_id = $2 AND undone_at IS NULL ORDER BY at;

-- The same of everybody whom we owe an answer that nobody has.
-- $1 organization
-- name: strike_times_waiting
SELECT k.contact_id, k.at FROM (
  SELECT DISTINCT c.contact_id FROM conversations c
  WHERE c.organization_id = $1 AND c.owed AND c.assignee_id IS NULL AND c.status = 'open' AND c.merged_into_id IS NULL) w
JOIN strikes k ON k.organization_id = $1 AND k.contact_id = w.contact_id
WHERE k.undone_at IS NULL ORDER BY k.contact_id, k.at;

-- $1 organization, $2 strike, $3 what followed
-- name: strike_set_followed
UPDATE strikes SET followed = $3 WHERE organization_id = $1 AND id = $2;

-- $1 organization, $2 strike, $3 when, $4 by whom
-- name: strike_undo
UPDATE strikes SET undone_at = $3, undone_by = $4 WHERE organization_id = $1 AND id = $2 AND undone_at IS NULL;

-- $1 organization, $2 contact
-- name: strike_tally
SELECT cause, COUNT(*) AS count, MAX(at) AS last_at FROM strikes
WHERE organization_id = $1 AND contact_id = $2 AND undone_at IS NULL GROUP BY cause ORDER BY cause;

-- $1 organization
-- name: strike_settings_find
SELECT half_life_days, second_tells_leads, second_priority, second_seniority, second_playbook_id, third_user_id, third_assigns
FROM strike_settings WHERE organization_id = $1;

-- $1 organization, $2… the settings' members in order
-- name: strike_settings_put
INSERT INTO strike_settings (organization_id, half_life_days, second_tells_leads, second_priority, second_seniority,
  second_playbook_id, third_user_id, third_assigns)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (organization_id) DO UPDATE SET half_life_days = excluded.half_life_days,
  second_tells_leads = excluded.second_tells_leads, second_priority = excluded.second_priority,
  second_seniority = excluded.second_seniority, second_playbook_id = excluded.second_playbook_id,
  third_user_id = excluded.third_user_id, third_assigns = excluded.third_assigns;
