-- A change on trial: a version of a definition (the candidate) beside the one in force (the incumbent).
-- `place` is 1 for the first experiment there ever was: it fixes the share of the allowed error that this one may spend.
CREATE TABLE experiments (
    id         TEXT    NOT NULL PRIMARY KEY,
    kind       TEXT    NOT NULL CHECK (kind IN ('agent', 'process', 'tool', 'document')),
    entity     TEXT    NOT NULL REFERENCES entities (id),
    incumbent  INTEGER NOT NULL,
    candidate  INTEGER NOT NULL,
    place      INTEGER NOT NULL UNIQUE,
    proposal   TEXT    NOT NULL,
    stage      TEXT    NOT NULL CHECK (stage IN ('validation', 'replay', 'shadow', 'canary', 'full')),
    state      TEXT    NOT NULL
        CHECK (state IN ('waiting', 'running', 'paused', 'promoted', 'rejected', 'rolled_back')),
    reason     TEXT    NOT NULL DEFAULT '',
    version    BIGINT  NOT NULL,
    created_at BIGINT  NOT NULL,
    updated_at BIGINT  NOT NULL,
    ended_at   BIGINT
);
CREATE UNIQUE INDEX one_open_experiment_an_entity ON experiments (entity)
    WHERE state IN ('waiting', 'running', 'paused');

-- What a task came to under one of the two versions; the evidence is a function of these rows, in the order of pairs.
CREATE TABLE experiment_outcomes (
    experiment  TEXT    NOT NULL REFERENCES experiments (id),
    stage       TEXT    NOT NULL,
    pair        INTEGER NOT NULL,
    arm         TEXT    NOT NULL CHECK (arm IN ('incumbent', 'candidate')),
    tree        TEXT    NOT NULL,
    score       DOUBLE PRECISION NOT NULL CHECK (score >= 0 AND score <= 1),
    errors      DOUBLE PRECISION NOT NULL CHECK (errors >= 0 AND errors <= 1),
    denials     DOUBLE PRECISION NOT NULL CHECK (denials >= 0 AND denials <= 1),
    cost_micros BIGINT  NOT NULL,
    millis      BIGINT  NOT NULL,
    recorded_at BIGINT  NOT NULL,
    PRIMARY KEY (experiment, stage, pair, arm)
);

-- Evidence is added, never changed.
CREATE TRIGGER experiment_outcomes_stay BEFORE UPDATE ON experiment_outcomes
BEGIN SELECT RAISE(ABORT, 'what was measured stays as it was'); END;
CREATE TRIGGER experiment_outcomes_are_kept BEFORE DELETE ON experiment_outcomes
BEGIN SELECT RAISE(ABORT, 'what was measured stays as it was'); END;

-- Which version of a definition the tasks of a tree work with, where it is not the active one.
CREATE TABLE tree_versions (
    tree       TEXT    NOT NULL REFERENCES trees (id),
    entity     TEXT    NOT NULL REFERENCES entities (id),
    version    INTEGER NOT NULL,
    experiment TEXT    NOT NULL REFERENCES experiments (id),
    stage      TEXT    NOT NULL,
    pair       INTEGER NOT NULL,
    arm        TEXT    NOT NULL CHECK (arm IN ('incumbent', 'candidate')),
    state      TEXT    NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'measured', 'unused')),
    PRIMARY KEY (tree, entity)
);
-- A recorded task is run again once for each arm of a pair, whoever asks for it.
CREATE UNIQUE INDEX one_trial_an_arm ON tree_versions (experiment, stage, pair, arm);
CREATE INDEX open_trials ON tree_versions (tree) WHERE state = 'open';

-- What a version says never changes; which of them holds is a pointer.
CREATE TRIGGER entity_versions_stay BEFORE UPDATE ON entity_versions
BEGIN SELECT RAISE(ABORT, 'a version stays as it was written'); END;
