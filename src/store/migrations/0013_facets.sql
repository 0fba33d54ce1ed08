-- What lists can be narrowed by, and what a contact is worth to the company.

ALTER TABLE conversations ADD COLUMN facets TEXT;  -- Of triage::Facets; none of what is resolved, and before it was looked at.
ALTER TABLE contacts ADD COLUMN value TEXT NOT NULL DEFAULT 'none';

-- What is under way is looked at again, which gives it its facets.
UPDATE conversations SET rank_at = 0 WHERE status <> 'resolved' AND priority IS NOT NULL;

DROP VIEW conversation_states;
CREATE VIEW conversation_states AS
SELECT c.id, c.organization_id, c.inbox_id, c.contact_id, c.team_id, c.assignee_id, c.status, c.snoozed_until, c.owed, c.owed_since,
  c.due_at, c.dismiss_reason, c.dismiss_note, c.thread_key, c.first_said_at, c.last_said_at, c.last_text, c.last_direction,
  c.message_count, c.first_answered_at, c.resolved_at, c.created_at, c.merged_into_id, c.case_id,
  p.name AS contact_name, k.id AS clock_id, k.kind AS clock_kind, k.started_at AS clock_started_at, k.due_at AS clock_due_at,
  k.breached_at AS clock_breached_at, c.priority, c.priority_reasons, c.facets
FROM conversations c
JOIN contacts p ON p.id = c.contact_id
LEFT JOIN clocks k ON k.conversation_id = c.id AND k.stopped_at IS NULL
WHERE c.merged_into_id IS NULL;
