-- $1… the notification's members in order
-- name: notification_insert
INSERT INTO notifications (id, organization_id, user_id, conversation_id, cause, text, rung, made_at, climbs_at, seen_at, taken_at, taken_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- $1 organization, $2 notification
-- name: notification_find
SELECT id, organization_id, user_id, conversation_id, cause, text, rung, made_at, climbs_at, seen_at, taken_at, taken_by
FROM notifications WHERE organization_id = $1 AND id = $2;

-- Newest first, older than $3 (0: from the newest).
-- $1 organization, $2 whose, $3 last id seen, $4 limit
-- name: notification_page
SELECT id, organization_id, user_id, conversation_id, cause, text, rung, made_at, climbs_at, seen_at, taken_at, taken_by
FROM notifications WHERE organization_id = $1 AND user_id = $2 AND ($3 = 0 OR id < $3) ORDER BY id DESC LIMIT $4;

-- $1 organization, $2 whose
-- name: notification_count_unseen
SELECT COUNT(*) AS count FROM notifications WHERE organization_id = $1 AND user_id = $2 AND seen_at IS NULL;

-- What somebody has not said they have, about a conversation.
-- $1 organization, $2 conversation
-- name: notification_open_about
SELECT id, organization_id, user_id, conversation_id, cause, text, rung, made_at, climbs_at, seen_at, taken_at, taken_by
FROM notifications WHERE organization_id = $1 AND conversation_id = $2 AND taken_at IS NULL ORDER BY id;

-- Of any organization, the earliest first.
-- $1 now, $2 limit
-- name: notification_climbing
SELECT id, organization_id, user_id, conversation_id, cause, text, rung, made_at, climbs_at, seen_at, taken_at, taken_by
FROM notifications WHERE climbs_at IS NOT NULL AND climbs_at <= $1 ORDER BY climbs_at, id LIMIT $2;

-- $1 organization, $2 notification, $3 seen, $4 taken, $5 by whom, $6 when it climbs
-- name: notification_update
UPDATE notifications SET seen_at = $3, taken_at = $4, taken_by = $5, climbs_at = $6 WHERE organization_id = $1 AND id = $2;

-- Of two servers that look at once one finds it climbed.
-- $1 notification, $2 when it was to climb
-- name: notification_climb
UPDATE notifications SET climbs_at = NULL WHERE id = $1 AND climbs_at = $2 RETURNING id;

-- $1 organization, $2 user
-- name: quiet_hours_find
SELECT user_id, from_minute, until_minute FROM quiet_hours WHERE organization_id = $1 AND user_id = $2;

-- $1 organization
-- name: quiet_hours_list
SELECT user_id, from_minute, until_minute FROM quiet_hours WHERE organization_id = $1 ORDER BY user_id;

-- $1 organization, $2 user, $3 and $4 from and until
-- name: quiet_hours_set
INSERT INTO quiet_hours (organization_id, user_id, from_minute, until_minute) VALUES ($1, $2, $3, $4)
ON CONFLICT (organization_id, user_id) DO UPDATE SET from_minute = EXCLUDED.from_minute, until_minute = EXCLUDED.until_minute;

-- $1 organization, $2 user
-- name: quiet_hours_delete
DELETE FROM quiet_hours WHERE organization_id = $1 AND user_id = $2;

-- $1 organization, $2 team
-- name: on_call_list
SELECT weekday, from_minute, until_minute, user_id FROM on_call_shifts
WHERE organization_id = $1 AND team_id = $2 ORDER BY weekday, from_minute, user_id;

-- $1 organization, $2 team, $3 weekday, $4 and $5 from and until, $6 user
-- name: on_call_insert
INSERT INTO on_call_shifts (organization_id, team_id, weekday, from_minute, until_minute, user_id) VALUES ($1, $2, $3, $4, $5, $6);

-- $1 organization, $2 team
-- name: on_call_clear
DELETE FROM on_call_shifts WHERE organization_id = $1 AND team_id = $2;

-- $1 organization
-- name: ladder_find
SELECT climb_after_s, mail_inbox_id FROM ladders WHERE organization_id = $1;

-- $1 organization, $2 seconds, $3 inbox
-- name: ladder_set
INSERT INTO ladders (organization_id, climb_after_s, mail_inbox_id) VALUES ($1, $2, $3)
ON CONFLICT (organization_id) DO UPDATE SET climb_after_s = EXCLUDED.climb_after_s, mail_inbox_id = EXCLUDED.mail_inbox_id;
