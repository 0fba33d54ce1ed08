-- Calendars on the web whose days off are those of business hours.

-- $1 organization
-- name: holiday_feed_list
SELECT hours_id, organization_id, sealed, host, holidays, due_at, read_at, error FROM holiday_feeds WHERE organization_id = $1 ORDER BY hours_id;

-- Of any organization, the earliest first.
-- $1 until when, $2 how many
-- name: holiday_feed_due
SELECT hours_id, organization_id, sealed, host, holidays, due_at, read_at, error FROM holiday_feeds WHERE due_at <= $1 ORDER BY due_at, hours_id LIMIT $2;

-- $1… the members in order
-- name: holiday_feed_put
INSERT INTO holiday_feeds (hours_id, organization_id, sealed, host, holidays, due_at, read_at, error) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (hours_id) DO UPDATE SET sealed = EXCLUDED.sealed, host = EXCLUDED.host, holidays = EXCLUDED.holidays,
  due_at = EXCLUDED.due_at, read_at = EXCLUDED.read_at, error = EXCLUDED.error;

-- Of two servers that look at once one reads it.
-- $1 hours, $2 when it was due, $3 when it is due again unless it is read by then
-- name: holiday_feed_take
UPDATE holiday_feeds SET due_at = $3 WHERE hours_id = $1 AND due_at = $2 RETURNING hours_id;

-- What was read of an address that is still the one: of no other.
-- $1 hours, $2 the address, $3 the days, $4 due again, $5 read, $6 error
-- name: holiday_feed_settle
UPDATE holiday_feeds SET holidays = $3, due_at = $4, read_at = $5, error = $6 WHERE hours_id = $1 AND sealed = $2 RETURNING hours_id;

-- $1 organization, $2 hours
-- name: holiday_feed_delete
DELETE FROM holiday_feeds WHERE organization_id = $1 AND hours_id = $2;
