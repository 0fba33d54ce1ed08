-- Calendars on the web whose days off are those of business hours, beside what is typed in.
CREATE TABLE holiday_feeds (
  hours_id BIGINT PRIMARY KEY REFERENCES business_hours (id),
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  sealed TEXT NOT NULL,    -- Its address: that of a private calendar is its key.
  host TEXT NOT NULL,
  holidays TEXT NOT NULL,  -- JSON, as business_hours has them; what was read last.
  due_at BIGINT NOT NULL,
  read_at BIGINT NOT NULL,
  error TEXT NOT NULL      -- Why it could not be read the last time; empty when it could.
);
CREATE INDEX holiday_feeds_due ON holiday_feeds (due_at);
CREATE INDEX holiday_feeds_of ON holiday_feeds (organization_id);
