-- What a company's people taught triage: each layer that was learnt from their corrections, how it did, and which one serves.

CREATE TABLE triage_layers (
  id BIGINT NOT NULL PRIMARY KEY,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  state TEXT NOT NULL,
  model TEXT NOT NULL,             -- The shipped model that it stands on.
  cause TEXT NOT NULL,
  learnt_by BIGINT REFERENCES users (id),
  learnt_at BIGINT NOT NULL,
  took_ms BIGINT NOT NULL,
  messages BIGINT NOT NULL,        -- How many it was learnt from and judged by.
  measures TEXT NOT NULL,          -- JSON, a task each.
  layer TEXT NOT NULL              -- Its bytes in Base64; empty where it was not better.
);
CREATE INDEX triage_layers_by_time ON triage_layers (organization_id, learnt_at);
CREATE UNIQUE INDEX triage_layers_serving ON triage_layers (organization_id) WHERE state = 'serving';

-- Learning that was asked for and has not ended: after a restart it is done anew.
CREATE TABLE triage_trainings (
  organization_id BIGINT NOT NULL PRIMARY KEY REFERENCES organizations (id),
  cause TEXT NOT NULL,
  asked_by BIGINT REFERENCES users (id),
  asked_at BIGINT NOT NULL
);
