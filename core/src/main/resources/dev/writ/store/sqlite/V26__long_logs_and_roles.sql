-- How many events each hour (UTC, in milliseconds) has, and their numbers; read on from the log as activity is.
CREATE TABLE event_hours (
    hour      BIGINT NOT NULL PRIMARY KEY,
    first_seq BIGINT NOT NULL,
    last_seq  BIGINT NOT NULL,
    events    BIGINT NOT NULL
);

-- What one agent was denied, the newest first.
CREATE INDEX usage_denied_by_agent ON tool_usage_events (agent, started_at) WHERE outcome = 'denied';
CREATE INDEX anomalies_open ON anomalies (kind) WHERE state = 'open';

-- The most that an identity provider can give a person: the role that an administrator gave them last.
ALTER TABLE accounts ADD COLUMN most TEXT NOT NULL DEFAULT 'administrator';
