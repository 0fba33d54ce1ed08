-- Every index of conversations is paid for by every post, also where the row does not stand in it: so one serves several lists.

-- What is under way and what is over stand in an index each, a conversation in one of the two; a list of both is read from both.
DROP INDEX conversations_by_last;
CREATE INDEX conversations_over ON conversations (organization_id, last_said_at, id) WHERE status = 'resolved';
DROP INDEX conversations_inbox_last;
CREATE INDEX conversations_inbox_over ON conversations (organization_id, inbox_id, last_said_at, id) WHERE status = 'resolved';
DROP INDEX conversations_team_last;
CREATE INDEX conversations_team_over ON conversations (organization_id, team_id, last_said_at, id)
  WHERE team_id IS NOT NULL AND status = 'resolved';

-- Of one assignee, or of nobody.
DROP INDEX conversations_mine;
DROP INDEX conversations_unassigned;
CREATE INDEX conversations_in_work ON conversations (organization_id, assignee_id, last_said_at, id) WHERE status <> 'resolved';

-- Few are asleep at a time: those of one inbox or team are picked out of all.
DROP INDEX conversations_snoozed;
DROP INDEX conversations_inbox_asleep;
DROP INDEX conversations_team_asleep;

-- Running clocks are found in clocks_running.
DROP INDEX clocks_by_conversation;
CREATE INDEX clocks_stopped ON clocks (conversation_id) WHERE stopped_at IS NOT NULL;
