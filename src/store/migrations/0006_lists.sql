-- Every word that is said moves its conversation to the top of the lists it stands in, and each index in the order of the last
-- word is two pages more to write. So what is under way and what is over stand in indexes of their own, a conversation in one of
-- the two; a list of both is read from both.

DROP INDEX conversations_by_last;
CREATE INDEX conversations_over ON conversations (organization_id, last_said_at, id) WHERE status = 'resolved';
DROP INDEX conversations_inbox_last;
CREATE INDEX conversations_inbox_over ON conversations (organization_id, inbox_id, last_said_at, id) WHERE status = 'resolved';
DROP INDEX conversations_team_last;
CREATE INDEX conversations_team_over ON conversations (organization_id, team_id, last_said_at, id)
  WHERE team_id IS NOT NULL AND status = 'resolved';

-- Running clocks are found in clocks_running.
DROP INDEX clocks_by_conversation;
CREATE INDEX clocks_stopped ON clocks (conversation_id) WHERE stopped_at IS NOT NULL;
