-- What the event log adds up to, hour by hour and day by day (UTC), so that questions about long periods need not read it.
-- Readers of the log keep their place in log_positions, in the transaction that writes what they learned.
CREATE TABLE log_positions (
    reader TEXT   NOT NULL PRIMARY KEY,
    seq    BIGINT NOT NULL
);

-- subject and detail name what was done: tool and operation, model, process. durations is a histogram that can be merged.
CREATE TABLE activity (
    stage       TEXT   NOT NULL,
    grain       TEXT   NOT NULL,
    at          BIGINT NOT NULL,
    agent       TEXT   NOT NULL,
    subject     TEXT   NOT NULL,
    detail      TEXT   NOT NULL,
    succeeded   BIGINT NOT NULL,
    failed      BIGINT NOT NULL,
    denied      BIGINT NOT NULL,
    bytes       BIGINT NOT NULL,
    tokens      BIGINT NOT NULL,
    cost_micros BIGINT NOT NULL,
    total_nanos BIGINT NOT NULL,
    durations   BLOB   NOT NULL,
    first_seq   BIGINT NOT NULL,
    last_seq    BIGINT NOT NULL,
    PRIMARY KEY (stage, grain, at, agent, subject, detail)
) WITHOUT ROWID;

-- What each agent has used so far (operations, hosts, recipients), and when it was first and last seen to.
CREATE TABLE known_uses (
    agent     TEXT   NOT NULL,
    kind      TEXT   NOT NULL,
    value     TEXT   NOT NULL,
    first_at  BIGINT NOT NULL,
    last_at   BIGINT NOT NULL,
    first_seq BIGINT NOT NULL,
    count     BIGINT NOT NULL,
    PRIMARY KEY (agent, kind, value)
) WITHOUT ROWID;

-- Behaviour out of the ordinary. evidence lists numbers of events; figures are those the explanation names.
CREATE TABLE anomalies (
    id          TEXT   NOT NULL PRIMARY KEY,
    kind        TEXT   NOT NULL,
    pattern     TEXT   NOT NULL,
    agent       TEXT   NOT NULL,
    tool        TEXT   NOT NULL DEFAULT '',
    operation   TEXT   NOT NULL DEFAULT '',
    task        TEXT   NOT NULL DEFAULT '',
    tree        TEXT   NOT NULL DEFAULT '',
    assignment  TEXT   NOT NULL DEFAULT '',
    detected_at BIGINT NOT NULL,
    from_at     BIGINT NOT NULL,
    until_at    BIGINT NOT NULL,
    measured    DOUBLE PRECISION NOT NULL,
    explanation TEXT   NOT NULL,
    figures     TEXT   NOT NULL,
    evidence    TEXT   NOT NULL,
    reactions   TEXT   NOT NULL,
    state       TEXT   NOT NULL,
    feedback    TEXT   NOT NULL DEFAULT '',
    note        TEXT   NOT NULL DEFAULT '',
    ended_at    BIGINT NOT NULL DEFAULT 0,
    ended_by    TEXT   NOT NULL DEFAULT ''
);
CREATE INDEX anomalies_by_time ON anomalies (detected_at);
CREATE INDEX anomalies_by_pattern ON anomalies (pattern, detected_at);

-- What people said of patterns; an expected one is not raised again up to the measure that they saw.
CREATE TABLE anomaly_lessons (
    pattern   TEXT   NOT NULL PRIMARY KEY,
    verdict   TEXT   NOT NULL,
    measured  DOUBLE PRECISION NOT NULL,
    learnt_at BIGINT NOT NULL,
    learnt_by TEXT   NOT NULL
);

-- Agents and grants that may do nothing until a person has looked.
CREATE TABLE suspensions (
    kind    TEXT   NOT NULL,
    subject TEXT   NOT NULL,
    cause   TEXT   NOT NULL,
    since   BIGINT NOT NULL,
    PRIMARY KEY (kind, subject)
) WITHOUT ROWID;

CREATE INDEX usage_by_agent ON tool_usage_events (agent, started_at);
CREATE INDEX usage_denied ON tool_usage_events (started_at) WHERE outcome = 'denied';
CREATE INDEX assignments_by_grant ON task_tool_assignments (granted_at);
