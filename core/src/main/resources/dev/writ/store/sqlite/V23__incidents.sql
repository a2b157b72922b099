-- What went wrong and was recognised: one open row for a signature and an entity. `known` says whether the cause is known
-- or guessed; `recorded_way` is what an earlier incident recorded as its end, and was tried first.
CREATE TABLE incidents (
    id           TEXT    NOT NULL PRIMARY KEY,
    sign         TEXT    NOT NULL,
    signature    TEXT    NOT NULL,
    kind         TEXT    NOT NULL,
    entity       TEXT    NOT NULL,
    cause        TEXT    NOT NULL,
    known        INTEGER NOT NULL,
    facts        TEXT    NOT NULL DEFAULT '{}',
    evidence     TEXT    NOT NULL DEFAULT '[]',
    state        TEXT    NOT NULL
        CHECK (state IN ('open', 'acting', 'watching', 'waiting_for_person', 'resolved', 'given_up')),
    task         TEXT    NOT NULL DEFAULT '',
    recorded_way TEXT    NOT NULL DEFAULT '',
    document     TEXT    NOT NULL DEFAULT '',
    attempts     INTEGER NOT NULL DEFAULT 0,
    times        INTEGER NOT NULL DEFAULT 1,
    acted_at     BIGINT  NOT NULL DEFAULT 0,
    watch_until  BIGINT  NOT NULL DEFAULT 0,
    retried      TEXT    NOT NULL DEFAULT '',
    opened_at    BIGINT  NOT NULL,
    last_seen_at BIGINT  NOT NULL,
    ended_at     BIGINT  NOT NULL DEFAULT 0,
    resolution   TEXT    NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX one_open_incident ON incidents (sign, signature, kind, entity) WHERE ended_at = 0;
CREATE INDEX incidents_by_time ON incidents (opened_at);
CREATE INDEX incidents_by_task ON incidents (task);

-- The timeline of an incident; steps are added, never changed.
CREATE TABLE incident_steps (
    incident TEXT    NOT NULL REFERENCES incidents (id),
    position INTEGER NOT NULL,
    at       BIGINT  NOT NULL,
    kind     TEXT    NOT NULL,
    action   TEXT    NOT NULL DEFAULT '',
    outcome  TEXT    NOT NULL DEFAULT '',
    text     TEXT    NOT NULL,
    PRIMARY KEY (incident, position)
);
CREATE TRIGGER incident_steps_stay BEFORE UPDATE ON incident_steps
BEGIN SELECT RAISE(ABORT, 'what happened stays as it was'); END;
CREATE TRIGGER incident_steps_are_kept BEFORE DELETE ON incident_steps
BEGIN SELECT RAISE(ABORT, 'what happened stays as it was'); END;

-- Attempts. The index is the lock: one action on an entity at a time, whatever incidents there are.
CREATE TABLE incident_actions (
    incident    TEXT    NOT NULL REFERENCES incidents (id),
    attempt     INTEGER NOT NULL,
    way         TEXT    NOT NULL,
    kind        TEXT    NOT NULL,
    entity      TEXT    NOT NULL,
    action      TEXT    NOT NULL,
    started_at  BIGINT  NOT NULL,
    finished_at BIGINT  NOT NULL DEFAULT 0,
    PRIMARY KEY (incident, attempt)
);
CREATE UNIQUE INDEX one_action_an_entity ON incident_actions (kind, entity) WHERE finished_at = 0;

-- Versions of definitions that did harm: they become active again only when a person lifts the mark.
CREATE TABLE quarantined_versions (
    entity   TEXT    NOT NULL REFERENCES entities (id),
    version  INTEGER NOT NULL,
    incident TEXT    NOT NULL,
    reason   TEXT    NOT NULL,
    since    BIGINT  NOT NULL,
    PRIMARY KEY (entity, version)
);

-- Versions of documents with which tasks did worse than without: not given to agents by themselves any more.
CREATE TABLE demoted_documents (
    document TEXT    NOT NULL REFERENCES entities (id),
    version  INTEGER NOT NULL,
    reason   TEXT    NOT NULL,
    since    BIGINT  NOT NULL,
    PRIMARY KEY (document, version)
);

CREATE INDEX tasks_by_end ON tasks (state, finished_at);
