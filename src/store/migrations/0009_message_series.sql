-- What customers say is counted as what they do is: the last month of it, so that what is usual is known from the start.
INSERT INTO signal_counts (organization_id, inbox_id, kind, bucket, count)
SELECT organization_id, inbox_id, 'message', said_at / 600000, COUNT(*) FROM messages
WHERE direction = 'inbound' AND said_at >= 0 AND said_at >= (SELECT COALESCE(MAX(created_at), 0) FROM messages) - 2678400000
GROUP BY organization_id, inbox_id, said_at / 600000;
