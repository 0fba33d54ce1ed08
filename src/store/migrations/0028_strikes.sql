-- Strikes that people add and take back, that have their reason, and that are followed by something.

ALTER TABLE strikes ADD COLUMN added_by BIGINT REFERENCES users (id);  -- Null: the server.
ALTER TABLE strikes ADD COLUMN note TEXT NOT NULL DEFAULT '';
ALTER TABLE strikes ADD COLUMN clock_id BIGINT;                        -- Of a promise that was broken; the clock may be gone by now.
ALTER TABLE strikes ADD COLUMN followed TEXT;                          -- JSON: ["leads_told", …]; null where nothing had to.
ALTER TABLE strikes ADD COLUMN undone_at BIGINT;
ALTER TABLE strikes ADD COLUMN undone_by BIGINT REFERENCES users (id);

-- A broken promise is one strike.
CREATE UNIQUE INDEX strikes_by_clock ON strikes (organization_id, clock_id) WHERE clock_id IS NOT NULL;

-- Where nobody set anything, the program's own hold.
CREATE TABLE strike_settings (
  organization_id BIGINT NOT NULL REFERENCES organizations (id) PRIMARY KEY,
  half_life_days BIGINT NOT NULL,
  second_tells_leads BOOLEAN NOT NULL,
  second_priority BIGINT,
  second_seniority BIGINT,
  second_playbook_id BIGINT,                 -- May be gone by now,
  third_user_id BIGINT REFERENCES users (id),
  third_assigns BOOLEAN NOT NULL
);
