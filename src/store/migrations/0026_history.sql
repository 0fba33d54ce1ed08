-- What a conversation's thread tells beside what was said. The condition is that of event_history, word for word: by it the index
-- is found, and the events of every message cost nothing here.
CREATE INDEX events_history ON events (organization_id, conversation_id, seq)
WHERE type IN ('clock.warned', 'clock.breached', 'clock.escalated', 'clock.moved', 'rule.ran', 'playbook.moved',
  'strike.changed', 'follow_up.changed', 'encounter.logged');

-- What the timer of playbooks waits for; null where no step of a run has a time that is still to come.
ALTER TABLE playbook_runs ADD COLUMN next_due_at BIGINT;
CREATE INDEX playbook_runs_due ON playbook_runs (next_due_at) WHERE next_due_at IS NOT NULL;

CREATE INDEX rule_runs_old ON rule_runs (at);
