-- $1… the strike's members in order
-- name: strike_insert
INSERT INTO strikes (id, organization_id, contact_id, conversation_id, cause, at) VALUES ($1, $2, $3, $4, $5, $6);

-- $1 organization, $2 contact
-- name: strike_tally
SELECT cause, COUNT(*) AS count, MAX(at) AS last_at FROM strikes
WHERE organization_id = $1 AND contact_id = $2 GROUP BY cause ORDER BY cause;
