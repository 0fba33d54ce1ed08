-- How work is given out: settings of teams, what people can do and carry, who is there, what weighs how much, and what was decided.

CREATE TABLE team_routing (
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  team_id BIGINT NOT NULL REFERENCES teams (id),
  strategy TEXT NOT NULL,
  sticky_s BIGINT,
  sticky_over_percent BIGINT NOT NULL,
  overflow_team_id BIGINT,                   -- May be gone by now.
  overflow_after_s BIGINT,
  requeue_away_after_s BIGINT,
  changed_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, team_id)
);

CREATE TABLE routing_profiles (
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  user_id BIGINT NOT NULL REFERENCES users (id),
  capacity BIGINT NOT NULL,
  languages TEXT NOT NULL,                   -- JSON lists: ["de", "en"]
  channels TEXT NOT NULL,
  topics TEXT NOT NULL,
  products TEXT NOT NULL,
  seniority BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, user_id)
);

CREATE TABLE presences (
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  user_id BIGINT NOT NULL REFERENCES users (id),
  presence TEXT NOT NULL,
  since BIGINT NOT NULL,
  set_by BIGINT REFERENCES users (id),       -- Null: the server found out.
  routed_at BIGINT,                          -- When they were given something last: whose turn it is.
  PRIMARY KEY (organization_id, user_id)
);

-- Channels that weigh something other than their kind does.
CREATE TABLE channel_weights (
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  channel TEXT NOT NULL,
  weight BIGINT NOT NULL,
  PRIMARY KEY (organization_id, channel)
);

CREATE TABLE routing_decisions (
  id BIGINT PRIMARY KEY,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  conversation_id BIGINT NOT NULL REFERENCES conversations (id),
  at BIGINT NOT NULL,
  outcome TEXT NOT NULL,
  user_id BIGINT REFERENCES users (id),
  team_id BIGINT REFERENCES teams (id),
  grounds TEXT NOT NULL,                     -- JSON: [{"code": "language", "value": "de"}, …]
  decided_by BIGINT REFERENCES users (id)    -- Null: routing; else who did it by hand.
);
CREATE INDEX routing_decisions_by_conversation ON routing_decisions (organization_id, conversation_id, id);
