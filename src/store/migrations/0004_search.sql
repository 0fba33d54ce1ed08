-- Lists that stay quick however much there is: an index in the order of each list, for everybody, for one inbox and for one
-- team. Those of conversations that are not resolved are small, for most are.

CREATE INDEX identities_by_handle ON identities (organization_id, lower(handle));

CREATE INDEX clocks_by_conversation ON clocks (conversation_id);

CREATE INDEX conversations_unassigned ON conversations (organization_id, last_said_at, id)
  WHERE assignee_id IS NULL AND status <> 'resolved';
CREATE INDEX conversations_mine ON conversations (organization_id, assignee_id, last_said_at, id)
  WHERE assignee_id IS NOT NULL AND status <> 'resolved';
CREATE INDEX conversations_asleep ON conversations (organization_id, snoozed_until, id)
  WHERE status = 'snoozed' AND snoozed_until IS NOT NULL;
CREATE INDEX conversations_inbox_last ON conversations (organization_id, inbox_id, last_said_at, id);
CREATE INDEX conversations_inbox_unresolved ON conversations (organization_id, inbox_id, last_said_at, id)
  WHERE status <> 'resolved';
CREATE INDEX conversations_inbox_owed ON conversations (organization_id, inbox_id, due_at, id) WHERE owed;
CREATE INDEX conversations_team_owed ON conversations (organization_id, team_id, due_at, id)
  WHERE owed AND team_id IS NOT NULL;
CREATE INDEX conversations_team_last ON conversations (organization_id, team_id, last_said_at, id) WHERE team_id IS NOT NULL;
CREATE INDEX conversations_team_unresolved ON conversations (organization_id, team_id, last_said_at, id)
  WHERE team_id IS NOT NULL AND status <> 'resolved';

CREATE INDEX conversations_inbox_asleep ON conversations (organization_id, inbox_id, snoozed_until, id)
  WHERE status = 'snoozed' AND snoozed_until IS NOT NULL;
CREATE INDEX conversations_team_asleep ON conversations (organization_id, team_id, snoozed_until, id)
  WHERE status = 'snoozed' AND snoozed_until IS NOT NULL AND team_id IS NOT NULL;

-- What lists show: conversations that were not merged into another, with the contact's name and the clock that runs.
CREATE VIEW conversation_states AS
SELECT c.id, c.organization_id, c.inbox_id, c.contact_id, c.team_id, c.assignee_id, c.status, c.snoozed_until, c.owed, c.owed_since,
  c.due_at, c.dismiss_reason, c.dismiss_note, c.thread_key, c.first_said_at, c.last_said_at, c.last_text, c.last_direction,
  c.message_count, c.first_answered_at, c.resolved_at, c.created_at, c.merged_into_id, c.case_id,
  p.name AS contact_name, k.id AS clock_id, k.kind AS clock_kind, k.started_at AS clock_started_at, k.due_at AS clock_due_at,
  k.breached_at AS clock_breached_at
FROM conversations c
JOIN contacts p ON p.id = c.contact_id
LEFT JOIN clocks k ON k.conversation_id = c.id AND k.stopped_at IS NULL
WHERE c.merged_into_id IS NULL;
