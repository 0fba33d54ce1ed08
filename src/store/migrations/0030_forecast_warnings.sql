-- When the leads of a team were told last that answers will probably come too late; team 0: what waits in none.
CREATE TABLE forecast_warnings (
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  team_id BIGINT NOT NULL,
  warned_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, team_id)
);

-- Who answered in the last half hour is asked every few seconds.
CREATE INDEX answer_times_by_time ON answer_times (answered_at);
