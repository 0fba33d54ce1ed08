-- How long answers take, and what was said of each wait, so that one can look how true it was.

CREATE TABLE answer_times (
  id BIGINT PRIMARY KEY,       -- The message's.
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  team_id BIGINT NOT NULL,     -- 0: of no team.
  user_id BIGINT NOT NULL REFERENCES users (id),
  answered_at BIGINT NOT NULL,
  handling_ms BIGINT NOT NULL
);
CREATE INDEX answer_times_of_team ON answer_times (organization_id, team_id, answered_at);
CREATE INDEX answer_times_of_user ON answer_times (organization_id, user_id, answered_at);

-- One for each wait, made within seconds of its beginning; of a flood, for a sample.
CREATE TABLE forecasts (
  clock_id BIGINT PRIMARY KEY,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  team_id BIGINT NOT NULL,     -- 0: of no team.
  made_at BIGINT NOT NULL,
  ahead BIGINT NOT NULL,
  agents BIGINT NOT NULL,
  handling_ms BIGINT NOT NULL,
  expected_ms BIGINT,          -- Null, and the next: nobody was at work.
  breach_percent BIGINT
);
CREATE INDEX forecasts_of_team ON forecasts (organization_id, team_id, made_at);
CREATE INDEX forecasts_made ON forecasts (organization_id, made_at);
