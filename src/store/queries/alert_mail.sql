-- What somebody is told by name, by mail.

-- Where the organization tells by mail, and the user did not say no.
-- $1 organization, $2 user, $3 notification, $4 when
-- name: alert_mail_queue
INSERT INTO alert_mails (notification_id, organization_id, due_at, tries)
SELECT $3, l.organization_id, $4, 0 FROM ladders l WHERE l.organization_id = $1 AND l.mail_inbox_id IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM alert_mail_wishes w WHERE w.organization_id = $1 AND w.user_id = $2 AND NOT w.wanted);

-- Of any organization, the earliest first.
-- $1 until when, $2 how many
-- name: alert_mail_due
SELECT notification_id, organization_id, due_at, tries FROM alert_mails WHERE due_at <= $1 ORDER BY due_at, notification_id LIMIT $2;

-- Of two servers that look at once one has it.
-- $1 notification, $2 when it was due, $3 when it is due again unless it is sent by then
-- name: alert_mail_take
UPDATE alert_mails SET due_at = $3, tries = tries + 1 WHERE notification_id = $1 AND due_at = $2
RETURNING notification_id, organization_id, due_at, tries;

-- $1 notification, $2 when
-- name: alert_mail_put_off
UPDATE alert_mails SET due_at = $2 WHERE notification_id = $1;

-- $1 notification
-- name: alert_mail_delete
DELETE FROM alert_mails WHERE notification_id = $1;

-- $1 organization, $2 user
-- name: alert_mail_wish_find
SELECT wanted FROM alert_mail_wishes WHERE organization_id = $1 AND user_id = $2;

-- $1 organization, $2 user, $3 whether they want it
-- name: alert_mail_wish_set
INSERT INTO alert_mail_wishes (organization_id, user_id, wanted) VALUES ($1, $2, $3)
ON CONFLICT (organization_id, user_id) DO UPDATE SET wanted = EXCLUDED.wanted;
