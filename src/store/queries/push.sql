-- Browsers that are told what their user is told by name.

-- $1… the subscription's members in order, without when it was last told
-- name: push_subscription_insert
INSERT INTO push_subscriptions (id, organization_id, user_id, address_hash, sealed, name, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- $1 organization, $2 whose
-- name: push_subscription_list
SELECT id, organization_id, user_id, address_hash, sealed, name, made_at, told_at FROM push_subscriptions
WHERE organization_id = $1 AND user_id = $2 ORDER BY id;

-- $1 subscription
-- name: push_subscription_find
SELECT id, organization_id, user_id, address_hash, sealed, name, made_at, told_at FROM push_subscriptions WHERE id = $1;

-- Of any organization: a browser is told what the last who asked for it is told.
-- $1 hash of the address
-- name: push_subscription_at
SELECT id, organization_id, user_id, address_hash, sealed, name, made_at, told_at FROM push_subscriptions WHERE address_hash = $1;

-- $1 subscription, $2 when
-- name: push_subscription_told
UPDATE push_subscriptions SET told_at = $2 WHERE id = $1;

-- $1 subscription
-- name: push_subscription_delete
DELETE FROM push_subscriptions WHERE id = $1;

-- One for each browser of the user.
-- $1 organization, $2 user, $3 notification, $4 when
-- name: push_queue
INSERT INTO pushes (notification_id, subscription_id, organization_id, due_at, tries)
SELECT $3, id, organization_id, $4, 0 FROM push_subscriptions WHERE organization_id = $1 AND user_id = $2;

-- Of any organization, the earliest first.
-- $1 until when, $2 how many
-- name: push_due
SELECT notification_id, subscription_id, organization_id, due_at, tries FROM pushes
WHERE due_at <= $1 ORDER BY due_at, notification_id, subscription_id LIMIT $2;

-- Of two servers that look at once one has it.
-- $1 notification, $2 subscription, $3 when it was due, $4 when it is due again unless it is taken by then
-- name: push_take
UPDATE pushes SET due_at = $4, tries = tries + 1 WHERE notification_id = $1 AND subscription_id = $2 AND due_at = $3
RETURNING notification_id, subscription_id, organization_id, due_at, tries;

-- $1 notification, $2 subscription, $3 when
-- name: push_put_off
UPDATE pushes SET due_at = $3 WHERE notification_id = $1 AND subscription_id = $2;

-- $1 notification, $2 subscription
-- name: push_delete
DELETE FROM pushes WHERE notification_id = $1 AND subscription_id = $2;

-- $1 subscription
-- name: push_delete_for
DELETE FROM pushes WHERE subscription_id = $1;
