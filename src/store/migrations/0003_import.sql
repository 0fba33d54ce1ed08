-- How far an import that was broken off had come.

CREATE TABLE import_positions (
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  file TEXT NOT NULL,              -- Hash of what it is: path, size, time of change, format, options.
  byte BIGINT NOT NULL,            -- Of the unpacked text: everything before it is in the record.
  line BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, file)
);
