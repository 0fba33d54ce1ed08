-- What one user is told by name, whom it climbs to while nobody has it, and when somebody is not to be called.

CREATE TABLE notifications (
  id BIGINT PRIMARY KEY,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  user_id BIGINT NOT NULL REFERENCES users (id),
  conversation_id BIGINT REFERENCES conversations (id),
  cause TEXT NOT NULL,
  text TEXT NOT NULL,
  rung BIGINT NOT NULL,      -- 0 the assignee, 1 the lead, 2 the manager.
  made_at BIGINT NOT NULL,
  climbs_at BIGINT,          -- When the next rung is told, unless somebody has it by then.
  seen_at BIGINT,
  taken_at BIGINT,
  taken_by BIGINT
);
CREATE INDEX notifications_of ON notifications (organization_id, user_id, id);
CREATE INDEX notifications_unseen ON notifications (organization_id, user_id) WHERE seen_at IS NULL;
CREATE INDEX notifications_about ON notifications (organization_id, conversation_id) WHERE taken_at IS NULL;
CREATE INDEX notifications_climbing ON notifications (climbs_at) WHERE climbs_at IS NOT NULL;

-- Times of a day on the clock of the organization, in minutes after midnight; from after until: over midnight.
CREATE TABLE quiet_hours (
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  user_id BIGINT NOT NULL REFERENCES users (id),
  from_minute BIGINT NOT NULL,
  until_minute BIGINT NOT NULL,
  PRIMARY KEY (organization_id, user_id)
);

-- Who is called for a team, and when; weekday 0 is Sunday.
CREATE TABLE on_call_shifts (
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  team_id BIGINT NOT NULL REFERENCES teams (id),
  weekday BIGINT NOT NULL,
  from_minute BIGINT NOT NULL,
  until_minute BIGINT NOT NULL,
  user_id BIGINT NOT NULL REFERENCES users (id),
  PRIMARY KEY (organization_id, team_id, weekday, from_minute, user_id)
);

CREATE TABLE ladders (
  organization_id BIGINT NOT NULL PRIMARY KEY REFERENCES organizations (id),
  climb_after_s BIGINT NOT NULL
);
