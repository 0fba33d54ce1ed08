-- Alerts: what is asked when there is one, without a walk over everything.

-- Our own posts, on which whatever follows may follow.
CREATE INDEX messages_own_posts ON messages (organization_id, inbox_id, said_at) WHERE conversation_id IS NULL;
-- Who turned away. These are few; likes and follows are not in it.
CREATE INDEX signals_of_leaving ON signals (organization_id, inbox_id, kind, at)
  WHERE kind IN ('unlike', 'unshare', 'unfollow', 'block');
