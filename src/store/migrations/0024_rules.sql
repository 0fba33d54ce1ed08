-- Rules and what they did, macros and the drafts that come of them, playbooks and their runs, labels.

CREATE TABLE rules (
  id BIGINT PRIMARY KEY,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  name TEXT NOT NULL,
  enabled BOOLEAN NOT NULL,
  answers_to TEXT NOT NULL,
  conditions TEXT NOT NULL,              -- JSON: [{"field": "urgency", "comparison": "at_least", "values": ["2"]}, …]
  actions TEXT NOT NULL,                 -- JSON: [{"kind": "assign_team", "team_id": 7}, …]
  max_per_hour BIGINT NOT NULL,
  once_per_conversation BOOLEAN NOT NULL,
  place BIGINT NOT NULL,                 -- In which order rules run that answer to the same event.
  from_seq BIGINT NOT NULL,              -- It answers to events after this one.
  off_reason TEXT NOT NULL,              -- Why it was switched off, where nobody did.
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  UNIQUE (organization_id, name)
);
CREATE INDEX rules_enabled ON rules (organization_id) WHERE enabled;

-- What rules did, or why they did not. One row for a rule and an event at most: that is how none runs twice.
CREATE TABLE rule_runs (
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  rule_id BIGINT NOT NULL,               -- May be gone by now.
  event_seq BIGINT NOT NULL,
  rule_name TEXT NOT NULL,
  conversation_id BIGINT NOT NULL REFERENCES conversations (id),
  outcome TEXT NOT NULL,
  actions TEXT NOT NULL,                 -- JSON: names of those that were done.
  trouble TEXT NOT NULL,
  depth BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, rule_id, event_seq)
);
CREATE INDEX rule_runs_lately ON rule_runs (organization_id, rule_id, at);
CREATE INDEX rule_runs_in ON rule_runs (organization_id, conversation_id, rule_id);

-- How far the events were looked at, of each organization that has a rule switched on or a playbook under way.
CREATE TABLE rule_positions (
  organization_id BIGINT NOT NULL PRIMARY KEY REFERENCES organizations (id),
  seq BIGINT NOT NULL
);

-- Events that are a rule's doing and were not looked at yet, and how deep in a chain of rules.
CREATE TABLE rule_echoes (
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  seq BIGINT NOT NULL,
  depth BIGINT NOT NULL,
  PRIMARY KEY (organization_id, seq)
);

-- What a rule set for a conversation, whatever triage and the choice of policies say.
CREATE TABLE conversation_overrides (
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  conversation_id BIGINT NOT NULL REFERENCES conversations (id),
  priority_floor BIGINT,
  priority_rule TEXT NOT NULL,           -- The name of the rule.
  policy_id BIGINT,                      -- May be gone by now.
  policy_rule TEXT NOT NULL,
  PRIMARY KEY (organization_id, conversation_id)
);

CREATE TABLE conversation_labels (
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  conversation_id BIGINT NOT NULL REFERENCES conversations (id),
  label TEXT NOT NULL,
  added_at BIGINT NOT NULL,
  added_by BIGINT,                       -- Null: a rule.
  PRIMARY KEY (organization_id, conversation_id, label)
);
CREATE INDEX conversation_labels_by_label ON conversation_labels (organization_id, label);

CREATE TABLE macros (
  id BIGINT PRIMARY KEY,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  name TEXT NOT NULL,
  text TEXT NOT NULL,
  actions TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  UNIQUE (organization_id, name)
);

CREATE TABLE drafts (
  id BIGINT PRIMARY KEY,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  conversation_id BIGINT NOT NULL REFERENCES conversations (id),
  rule_id BIGINT NOT NULL,
  macro_id BIGINT NOT NULL,
  rule_name TEXT NOT NULL,
  text TEXT NOT NULL,
  state TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  settled_at BIGINT,
  settled_by BIGINT
);
CREATE INDEX drafts_in ON drafts (organization_id, conversation_id, id);

CREATE TABLE playbooks (
  id BIGINT PRIMARY KEY,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  name TEXT NOT NULL,
  when_to_use TEXT NOT NULL,
  steps TEXT NOT NULL,                   -- JSON: [{"text": "…", "owner": "assignee", "due_minutes": 15, …}, …]
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  UNIQUE (organization_id, name)
);

CREATE TABLE playbook_runs (
  id BIGINT PRIMARY KEY,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  conversation_id BIGINT NOT NULL REFERENCES conversations (id),
  playbook_id BIGINT NOT NULL,           -- May be gone by now.
  name TEXT NOT NULL,
  steps TEXT NOT NULL,                   -- As they were when it began.
  state TEXT NOT NULL,
  began_at BIGINT NOT NULL,
  began_by BIGINT,
  rule_id BIGINT,
  ended_at BIGINT,
  ended_by BIGINT
);
CREATE INDEX playbook_runs_in ON playbook_runs (organization_id, conversation_id, id);
CREATE INDEX playbook_runs_running ON playbook_runs (organization_id, conversation_id) WHERE state = 'running';

CREATE TABLE playbook_steps_done (
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  run_id BIGINT NOT NULL REFERENCES playbook_runs (id),
  step BIGINT NOT NULL,
  at BIGINT NOT NULL,
  by_id BIGINT,                          -- Null: found by its check.
  PRIMARY KEY (organization_id, run_id, step)
);
