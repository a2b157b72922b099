-- Answers that a person gave beforehand: whoever asks for no more than this gets it without asking again.
CREATE TABLE standing_rules (
    id         TEXT   NOT NULL PRIMARY KEY,
    approval   TEXT   NOT NULL REFERENCES approvals (id),
    agent      TEXT   NOT NULL,
    workspace  TEXT   NOT NULL,
    tool       TEXT   NOT NULL,
    proposal   TEXT   NOT NULL,
    bound_to   TEXT   NOT NULL,
    created_by TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at   BIGINT NOT NULL DEFAULT 0,
    ended_by   TEXT   NOT NULL DEFAULT ''
);
CREATE INDEX standing_rules_by_tool ON standing_rules (tool, expires_at);
