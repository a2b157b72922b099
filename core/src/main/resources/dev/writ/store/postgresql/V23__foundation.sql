-- The tables of SQLite's migrations up to this version, as PostgreSQL has them; FoundationTest compares the two.
-- Times are milliseconds since 1970-01-01 UTC, durations say their unit. JSON is stored as text.

CREATE TABLE events (
    seq             BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id              TEXT COLLATE "C" NOT NULL UNIQUE,
    at              BIGINT           NOT NULL,
    type            TEXT COLLATE "C" NOT NULL,
    kind            TEXT COLLATE "C" NOT NULL DEFAULT '',
    entity          TEXT COLLATE "C" NOT NULL DEFAULT '',
    tree            TEXT COLLATE "C" NOT NULL DEFAULT '',
    task            TEXT COLLATE "C" NOT NULL DEFAULT '',
    actor           TEXT COLLATE "C" NOT NULL DEFAULT '',
    caused_by       TEXT COLLATE "C" NOT NULL DEFAULT '',
    outcome         TEXT COLLATE "C" NOT NULL DEFAULT '',
    duration_micros BIGINT           NOT NULL DEFAULT 0,
    data            TEXT COLLATE "C" NOT NULL DEFAULT '{}'
);
CREATE INDEX events_by_tree ON events (tree, seq);
CREATE INDEX events_by_type ON events (type, seq);
CREATE INDEX events_by_entity ON events (kind, entity, seq);
CREATE INDEX events_by_time ON events (at);

CREATE TABLE entities (
    id             TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    kind           TEXT COLLATE "C" NOT NULL,
    name           TEXT COLLATE "C" NOT NULL,
    active_version INTEGER          NOT NULL,
    status         TEXT COLLATE "C" NOT NULL,
    version        BIGINT           NOT NULL,
    created_at     BIGINT           NOT NULL,
    updated_at     BIGINT           NOT NULL,
    UNIQUE (kind, name)
);

CREATE TABLE entity_versions (
    entity     TEXT COLLATE "C" NOT NULL REFERENCES entities (id),
    version    INTEGER          NOT NULL,
    content    TEXT COLLATE "C" NOT NULL,
    hash       TEXT COLLATE "C" NOT NULL,
    author     TEXT COLLATE "C" NOT NULL,
    reason     TEXT COLLATE "C" NOT NULL,
    created_at BIGINT           NOT NULL,
    PRIMARY KEY (entity, version)
);

CREATE TABLE entity_relationships (
    source_kind TEXT COLLATE "C" NOT NULL,
    source      TEXT COLLATE "C" NOT NULL,
    target_kind TEXT COLLATE "C" NOT NULL,
    target      TEXT COLLATE "C" NOT NULL,
    type        TEXT COLLATE "C" NOT NULL,
    strength    DOUBLE PRECISION NOT NULL CHECK (strength >= 0 AND strength <= 1),
    created_at  BIGINT           NOT NULL,
    PRIMARY KEY (source_kind, source, target_kind, target, type)
);
CREATE INDEX relationships_by_target ON entity_relationships (target_kind, target);

-- One row a user request: its limits and what was spent of them.
CREATE TABLE trees (
    id               TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    request          TEXT COLLATE "C" NOT NULL,
    submission_key   TEXT COLLATE "C" UNIQUE,
    submitted_by     TEXT COLLATE "C" NOT NULL,
    workspace        TEXT COLLATE "C" NOT NULL DEFAULT '',
    ceiling          TEXT COLLATE "C" NOT NULL,
    budget           TEXT COLLATE "C" NOT NULL,
    approval_seconds BIGINT           NOT NULL,
    step_mode        INTEGER          NOT NULL DEFAULT 0,
    paused           INTEGER          NOT NULL DEFAULT 0,
    model_calls      BIGINT           NOT NULL DEFAULT 0,
    tokens           BIGINT           NOT NULL DEFAULT 0,
    cost_micros      BIGINT           NOT NULL DEFAULT 0,
    reserved_tokens  BIGINT           NOT NULL DEFAULT 0,
    reserved_micros  BIGINT           NOT NULL DEFAULT 0,
    subtasks         BIGINT           NOT NULL DEFAULT 0,
    started_at       BIGINT           NOT NULL,
    finished_at      BIGINT
);

CREATE TABLE tasks (
    id              TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    tree            TEXT COLLATE "C" NOT NULL REFERENCES trees (id),
    parent          TEXT COLLATE "C" NOT NULL DEFAULT '',
    delegated_by    TEXT COLLATE "C" NOT NULL DEFAULT '',
    depth           INTEGER          NOT NULL,
    title           TEXT COLLATE "C" NOT NULL,
    instruction     TEXT COLLATE "C" NOT NULL,
    process         TEXT COLLATE "C" NOT NULL,
    agent           TEXT COLLATE "C" NOT NULL DEFAULT '',
    parameters      TEXT COLLATE "C" NOT NULL DEFAULT '{}',
    state           TEXT COLLATE "C" NOT NULL,
    held_from       TEXT COLLATE "C" NOT NULL DEFAULT '',
    hold_reason     TEXT COLLATE "C" NOT NULL DEFAULT '',
    priority        INTEGER          NOT NULL DEFAULT 0,
    turns           INTEGER          NOT NULL DEFAULT 0,
    step_mode       INTEGER          NOT NULL DEFAULT 0,
    step_permits    INTEGER          NOT NULL DEFAULT 0,
    pause_asked     INTEGER          NOT NULL DEFAULT 0,
    stop_asked      TEXT COLLATE "C" NOT NULL DEFAULT '',
    reserved_tokens BIGINT           NOT NULL DEFAULT 0,
    reserved_micros BIGINT           NOT NULL DEFAULT 0,
    result          TEXT COLLATE "C" NOT NULL DEFAULT '',
    failure         TEXT COLLATE "C" NOT NULL DEFAULT '',
    version         BIGINT           NOT NULL,
    created_at      BIGINT           NOT NULL,
    updated_at      BIGINT           NOT NULL,
    finished_at     BIGINT
);
CREATE INDEX tasks_by_tree ON tasks (tree, id);
CREATE INDEX tasks_by_parent ON tasks (parent);
CREATE INDEX tasks_by_state ON tasks (state);

CREATE TABLE task_dependencies (
    task       TEXT COLLATE "C" NOT NULL REFERENCES tasks (id),
    depends_on TEXT COLLATE "C" NOT NULL REFERENCES tasks (id),
    PRIMARY KEY (task, depends_on)
);
CREATE INDEX dependencies_by_target ON task_dependencies (depends_on);

-- The conversation of each task, in the order in which the model reads it.
CREATE TABLE messages (
    task       TEXT COLLATE "C" NOT NULL REFERENCES tasks (id),
    position   INTEGER          NOT NULL,
    role       TEXT COLLATE "C" NOT NULL,
    content    TEXT COLLATE "C" NOT NULL,
    created_at BIGINT           NOT NULL,
    PRIMARY KEY (task, position)
);

-- Calls whose result comes later.
CREATE TABLE pending_calls (
    call         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    task         TEXT COLLATE "C" NOT NULL REFERENCES tasks (id),
    message_call TEXT COLLATE "C" NOT NULL,
    function     TEXT COLLATE "C" NOT NULL,
    waits_kind   TEXT COLLATE "C" NOT NULL,
    waits_for    TEXT COLLATE "C" NOT NULL,
    created_at   BIGINT           NOT NULL
);
CREATE INDEX pending_by_target ON pending_calls (waits_kind, waits_for);

CREATE TABLE process_steps (
    task        TEXT COLLATE "C" NOT NULL REFERENCES tasks (id),
    position    INTEGER          NOT NULL,
    name        TEXT COLLATE "C" NOT NULL,
    result      TEXT COLLATE "C" NOT NULL,
    started_at  BIGINT           NOT NULL,
    finished_at BIGINT           NOT NULL,
    PRIMARY KEY (task, position)
);

-- What came with Writ is kept beside what is in force, so that an update changes only what no person has changed.
CREATE TABLE agent_base_permissions (
    agent      TEXT COLLATE "C" NOT NULL,
    tool       TEXT COLLATE "C" NOT NULL,
    operations TEXT COLLATE "C" NOT NULL DEFAULT '[]',
    scope      TEXT COLLATE "C" NOT NULL,
    withdrawn  INTEGER          NOT NULL DEFAULT 0,
    shipped    TEXT COLLATE "C" NOT NULL DEFAULT '',
    PRIMARY KEY (agent, tool)
);

CREATE TABLE task_tool_assignments (
    id           TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    task         TEXT COLLATE "C" NOT NULL REFERENCES tasks (id),
    tree         TEXT COLLATE "C" NOT NULL,
    agent        TEXT COLLATE "C" NOT NULL,
    tool         TEXT COLLATE "C" NOT NULL,
    operations   TEXT COLLATE "C" NOT NULL,
    scope        TEXT COLLATE "C" NOT NULL,
    reason       TEXT COLLATE "C" NOT NULL,
    approved_by  TEXT COLLATE "C" NOT NULL,
    granted_at   BIGINT           NOT NULL,
    expires_at   BIGINT           NOT NULL,
    maximum_uses INTEGER          NOT NULL DEFAULT 0,
    uses         INTEGER          NOT NULL DEFAULT 0,
    last_used_at BIGINT           ,
    state        TEXT COLLATE "C" NOT NULL,
    ended_at     BIGINT           ,
    ended_by     TEXT COLLATE "C" NOT NULL DEFAULT '',
    end_reason   TEXT COLLATE "C" NOT NULL DEFAULT ''
);
CREATE INDEX assignments_by_task ON task_tool_assignments (task, state);
CREATE INDEX assignments_by_expiry ON task_tool_assignments (state, expires_at);
CREATE INDEX assignments_by_use ON task_tool_assignments (state, last_used_at, granted_at);

-- One row a call, denied ones included: written before the call runs, completed after.
CREATE TABLE tool_usage_events (
    call            TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    task            TEXT COLLATE "C" NOT NULL,
    tree            TEXT COLLATE "C" NOT NULL,
    agent           TEXT COLLATE "C" NOT NULL,
    tool            TEXT COLLATE "C" NOT NULL,
    operation       TEXT COLLATE "C" NOT NULL,
    assignment      TEXT COLLATE "C" NOT NULL DEFAULT '',
    authority       TEXT COLLATE "C" NOT NULL,
    arguments_hash  TEXT COLLATE "C" NOT NULL,
    arguments       TEXT COLLATE "C" NOT NULL,
    accesses        TEXT COLLATE "C" NOT NULL,
    effect          TEXT COLLATE "C" NOT NULL,
    started_at      BIGINT           NOT NULL,
    finished_at     BIGINT           ,
    outcome         TEXT COLLATE "C" NOT NULL,
    rule            TEXT COLLATE "C" NOT NULL DEFAULT '',
    failure         TEXT COLLATE "C" NOT NULL DEFAULT '',
    summary         TEXT COLLATE "C" NOT NULL DEFAULT '',
    bytes           BIGINT           NOT NULL DEFAULT 0,
    duration_micros BIGINT           NOT NULL DEFAULT 0,
    layers          TEXT COLLATE "C" NOT NULL DEFAULT '[]'
);
CREATE INDEX usage_by_tree ON tool_usage_events (tree, started_at);
CREATE INDEX usage_by_task ON tool_usage_events (task, started_at);
CREATE INDEX usage_by_tool ON tool_usage_events (tool, operation, started_at);

CREATE TABLE available_tools (
    name            TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    server          TEXT COLLATE "C" NOT NULL,
    description     TEXT COLLATE "C" NOT NULL,
    level           TEXT COLLATE "C" NOT NULL,
    default_seconds BIGINT           NOT NULL,
    definition_hash TEXT COLLATE "C" NOT NULL,
    status          TEXT COLLATE "C" NOT NULL,
    updated_at      BIGINT           NOT NULL
);

CREATE TABLE approvals (
    id              TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    task            TEXT COLLATE "C" NOT NULL REFERENCES tasks (id),
    tree            TEXT COLLATE "C" NOT NULL,
    agent           TEXT COLLATE "C" NOT NULL,
    kind            TEXT COLLATE "C" NOT NULL,
    proposal        TEXT COLLATE "C" NOT NULL,
    reason          TEXT COLLATE "C" NOT NULL,
    state           TEXT COLLATE "C" NOT NULL,
    decided_by      TEXT COLLATE "C" NOT NULL DEFAULT '',
    decision_reason TEXT COLLATE "C" NOT NULL DEFAULT '',
    decision        TEXT COLLATE "C" NOT NULL DEFAULT '{}',
    created_at      BIGINT           NOT NULL,
    expires_at      BIGINT           NOT NULL,
    decided_at      BIGINT
);
CREATE INDEX approvals_by_state ON approvals (state, expires_at);

-- What agents told people, and what people answered. A call run again after a crash finds the message it made.
CREATE TABLE user_messages (
    id          TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    call        TEXT COLLATE "C" UNIQUE,
    task        TEXT COLLATE "C" NOT NULL,
    tree        TEXT COLLATE "C" NOT NULL,
    agent       TEXT COLLATE "C" NOT NULL,
    type        TEXT COLLATE "C" NOT NULL,
    content     TEXT COLLATE "C" NOT NULL,
    state       TEXT COLLATE "C" NOT NULL,
    answer      TEXT COLLATE "C" NOT NULL DEFAULT '',
    created_at  BIGINT           NOT NULL,
    expires_at  BIGINT           ,
    answered_at BIGINT
);
CREATE INDEX user_messages_by_tree ON user_messages (tree, created_at);

CREATE TABLE message_deliveries (
    message      TEXT COLLATE "C" NOT NULL REFERENCES user_messages (id),
    route        TEXT COLLATE "C" NOT NULL,
    state        TEXT COLLATE "C" NOT NULL,
    attempts     INTEGER          NOT NULL DEFAULT 0,
    next_attempt BIGINT           ,
    last_error   TEXT COLLATE "C" NOT NULL DEFAULT '',
    PRIMARY KEY (message, route)
);
CREATE INDEX deliveries_due ON message_deliveries (state, next_attempt);

-- What file_edit changed, with the content before, so that it can be undone.
CREATE TABLE file_changes (
    id             TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    call           TEXT COLLATE "C" NOT NULL,
    task           TEXT COLLATE "C" NOT NULL,
    tree           TEXT COLLATE "C" NOT NULL,
    workspace      TEXT COLLATE "C" NOT NULL,
    path           TEXT COLLATE "C" NOT NULL,
    action         TEXT COLLATE "C" NOT NULL,
    other_path     TEXT COLLATE "C" NOT NULL DEFAULT '',
    before_kind    TEXT COLLATE "C" NOT NULL DEFAULT '',
    before_mode    INTEGER          NOT NULL DEFAULT 0,
    before_hash    TEXT COLLATE "C" NOT NULL DEFAULT '',
    before_content BYTEA            ,
    after_hash     TEXT COLLATE "C" NOT NULL DEFAULT '',
    diff           TEXT COLLATE "C" NOT NULL DEFAULT '',
    lines_added    INTEGER          NOT NULL DEFAULT 0,
    lines_removed  INTEGER          NOT NULL DEFAULT 0,
    state          TEXT COLLATE "C" NOT NULL,
    created_at     BIGINT           NOT NULL,
    undone_at      BIGINT
);
CREATE INDEX file_changes_by_tree ON file_changes (tree, created_at);
CREATE INDEX file_changes_by_state ON file_changes (state);

CREATE TABLE review_counters (
    name           TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    kind           TEXT COLLATE "C" NOT NULL,
    entity         TEXT COLLATE "C" NOT NULL DEFAULT '',
    event_type     TEXT COLLATE "C" NOT NULL,
    count          BIGINT           NOT NULL DEFAULT 0,
    threshold      BIGINT           NOT NULL DEFAULT 0,
    period_seconds BIGINT           NOT NULL DEFAULT 0,
    last_review_at BIGINT           NOT NULL,
    last_seq       BIGINT           NOT NULL DEFAULT 0
);

CREATE TABLE settings (
    name  TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    value TEXT COLLATE "C" NOT NULL
);

-- The layout db-scheduler expects; rows hold a name and an id, the truth is in the tables above.
CREATE TABLE scheduled_tasks (
    task_name            TEXT COLLATE "C" NOT NULL,
    task_instance        TEXT COLLATE "C" NOT NULL,
    task_data            BYTEA            ,
    execution_time       TIMESTAMP WITH TIME ZONE NOT NULL,
    picked               BOOLEAN          NOT NULL,
    picked_by            TEXT COLLATE "C" ,
    last_success         TIMESTAMP WITH TIME ZONE ,
    last_failure         TIMESTAMP WITH TIME ZONE ,
    consecutive_failures INTEGER          ,
    last_heartbeat       TIMESTAMP WITH TIME ZONE ,
    version              BIGINT           NOT NULL,
    priority             INTEGER          ,
    PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX scheduled_tasks_due ON scheduled_tasks (execution_time);
CREATE INDEX scheduled_tasks_heartbeat ON scheduled_tasks (last_heartbeat);

-- Two labels of everything a task reads, and their join for the task. What was stored before there were labels counts as
-- the worst.

ALTER TABLE tasks ADD COLUMN integrity TEXT COLLATE "C" NOT NULL DEFAULT 'untrusted';
ALTER TABLE tasks ADD COLUMN confidentiality TEXT COLLATE "C" NOT NULL DEFAULT 'private';
-- When the task first read what others may have written; a grant from before was not chosen by them.
ALTER TABLE tasks ADD COLUMN untrusted_since BIGINT DEFAULT 0;

ALTER TABLE messages ADD COLUMN integrity TEXT COLLATE "C" NOT NULL DEFAULT 'untrusted';
ALTER TABLE messages ADD COLUMN confidentiality TEXT COLLATE "C" NOT NULL DEFAULT 'private';

-- The labels of the task when the call was made; empty for a call of no task, and for calls from before.
ALTER TABLE tool_usage_events ADD COLUMN integrity TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE tool_usage_events ADD COLUMN confidentiality TEXT COLLATE "C" NOT NULL DEFAULT '';

-- What was accepted of each tool, part by part as hashes, so that a person can be told what changed.
ALTER TABLE available_tools ADD COLUMN definition TEXT COLLATE "C" NOT NULL DEFAULT '{}';

-- What agents outside of Writ show to be let in: bound to one agent on one task. The token itself is not kept.
CREATE TABLE access_tokens (
    id          TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    hash        TEXT COLLATE "C" NOT NULL UNIQUE,
    agent       TEXT COLLATE "C" NOT NULL,
    task        TEXT COLLATE "C" NOT NULL REFERENCES tasks (id),
    may_approve INTEGER          NOT NULL DEFAULT 0,
    created_by  TEXT COLLATE "C" NOT NULL,
    created_at  BIGINT           NOT NULL,
    expires_at  BIGINT           NOT NULL,
    ended_at    BIGINT           NOT NULL DEFAULT 0,
    ended_by    TEXT COLLATE "C" NOT NULL DEFAULT ''
);
CREATE INDEX access_tokens_by_task ON access_tokens (task);

-- What each server of a third party offered last, word for word, so that its tools are known while it does not run. Whether
-- one may be called is said by available_tools.
CREATE TABLE third_party_tools (
    server     TEXT COLLATE "C" NOT NULL,
    name       TEXT COLLATE "C" NOT NULL,
    definition TEXT COLLATE "C" NOT NULL,
    seen_at    BIGINT           NOT NULL,
    PRIMARY KEY (server, name)
);

-- Whom an identity provider vouches for, with the access token (of no secret) that stands for its last admission as an agent.
CREATE TABLE outside_subjects (
    issuer  TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    agent   TEXT COLLATE "C" NOT NULL,
    token   TEXT COLLATE "C" NOT NULL REFERENCES access_tokens (id),
    PRIMARY KEY (issuer, subject, agent)
);
CREATE INDEX outside_subjects_by_token ON outside_subjects (token);

-- What the event log adds up to, hour by hour and day by day (UTC), so that questions about long periods need not read it.
-- Readers of the log keep their place in log_positions, in the transaction that writes what they learned.
CREATE TABLE log_positions (
    reader TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    seq    BIGINT           NOT NULL
);

-- subject and detail name what was done: tool and operation, model, process. durations is a histogram that can be merged.
CREATE TABLE activity (
    stage       TEXT COLLATE "C" NOT NULL,
    grain       TEXT COLLATE "C" NOT NULL,
    at          BIGINT           NOT NULL,
    agent       TEXT COLLATE "C" NOT NULL,
    subject     TEXT COLLATE "C" NOT NULL,
    detail      TEXT COLLATE "C" NOT NULL,
    succeeded   BIGINT           NOT NULL,
    failed      BIGINT           NOT NULL,
    denied      BIGINT           NOT NULL,
    bytes       BIGINT           NOT NULL,
    tokens      BIGINT           NOT NULL,
    cost_micros BIGINT           NOT NULL,
    total_nanos BIGINT           NOT NULL,
    durations   BYTEA            NOT NULL,
    first_seq   BIGINT           NOT NULL,
    last_seq    BIGINT           NOT NULL,
    PRIMARY KEY (stage, grain, at, agent, subject, detail)
);

-- What each agent has used so far (operations, hosts, recipients), and when it was first and last seen to.
CREATE TABLE known_uses (
    agent     TEXT COLLATE "C" NOT NULL,
    kind      TEXT COLLATE "C" NOT NULL,
    value     TEXT COLLATE "C" NOT NULL,
    first_at  BIGINT           NOT NULL,
    last_at   BIGINT           NOT NULL,
    first_seq BIGINT           NOT NULL,
    count     BIGINT           NOT NULL,
    PRIMARY KEY (agent, kind, value)
);

-- Behaviour out of the ordinary. evidence lists numbers of events; figures are those the explanation names.
CREATE TABLE anomalies (
    id          TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    kind        TEXT COLLATE "C" NOT NULL,
    pattern     TEXT COLLATE "C" NOT NULL,
    agent       TEXT COLLATE "C" NOT NULL,
    tool        TEXT COLLATE "C" NOT NULL DEFAULT '',
    operation   TEXT COLLATE "C" NOT NULL DEFAULT '',
    task        TEXT COLLATE "C" NOT NULL DEFAULT '',
    tree        TEXT COLLATE "C" NOT NULL DEFAULT '',
    assignment  TEXT COLLATE "C" NOT NULL DEFAULT '',
    detected_at BIGINT           NOT NULL,
    from_at     BIGINT           NOT NULL,
    until_at    BIGINT           NOT NULL,
    measured    DOUBLE PRECISION NOT NULL,
    explanation TEXT COLLATE "C" NOT NULL,
    figures     TEXT COLLATE "C" NOT NULL,
    evidence    TEXT COLLATE "C" NOT NULL,
    reactions   TEXT COLLATE "C" NOT NULL,
    state       TEXT COLLATE "C" NOT NULL,
    feedback    TEXT COLLATE "C" NOT NULL DEFAULT '',
    note        TEXT COLLATE "C" NOT NULL DEFAULT '',
    ended_at    BIGINT           NOT NULL DEFAULT 0,
    ended_by    TEXT COLLATE "C" NOT NULL DEFAULT ''
);
CREATE INDEX anomalies_by_time ON anomalies (detected_at);
CREATE INDEX anomalies_by_pattern ON anomalies (pattern, detected_at);

-- What people said of patterns; an expected one is not raised again up to the measure that they saw.
CREATE TABLE anomaly_lessons (
    pattern   TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    verdict   TEXT COLLATE "C" NOT NULL,
    measured  DOUBLE PRECISION NOT NULL,
    learnt_at BIGINT           NOT NULL,
    learnt_by TEXT COLLATE "C" NOT NULL
);

-- Agents and grants that may do nothing until a person has looked.
CREATE TABLE suspensions (
    kind    TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    cause   TEXT COLLATE "C" NOT NULL,
    since   BIGINT           NOT NULL,
    PRIMARY KEY (kind, subject)
);

CREATE INDEX usage_by_agent ON tool_usage_events (agent, started_at);
CREATE INDEX usage_denied ON tool_usage_events (started_at) WHERE outcome = 'denied';
CREATE INDEX assignments_by_grant ON task_tool_assignments (granted_at);

-- What models were told that they may call: each definition and each set of them once, named by its content. The event of a
-- model call names the set, so that what the model read can be shown without having been written down again.
CREATE TABLE shown_functions (
    hash        TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    name        TEXT COLLATE "C" NOT NULL,
    tool        TEXT COLLATE "C" NOT NULL,
    operation   TEXT COLLATE "C" NOT NULL,
    third_party INTEGER          NOT NULL,
    description TEXT COLLATE "C" NOT NULL,
    parameters  TEXT COLLATE "C" NOT NULL
);

CREATE TABLE shown_sets (
    hash      TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    functions TEXT COLLATE "C" NOT NULL
);

-- Where a person wants the tasks of a tree held: before calls of a tool, of an operation, or of a security level and above.
CREATE TABLE breakpoints (
    id         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    tree       TEXT COLLATE "C" NOT NULL REFERENCES trees (id),
    target     TEXT COLLATE "C" NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    created_at BIGINT           NOT NULL,
    removed_at BIGINT
);
CREATE INDEX breakpoints_by_tree ON breakpoints (tree, removed_at);

-- Calls that were held there. One that was let go on is not held again; an agent from outside makes it again under another
-- id, so that used_at says whether it did.
CREATE TABLE breakpoint_hits (
    task           TEXT COLLATE "C" NOT NULL REFERENCES tasks (id),
    call           TEXT COLLATE "C" NOT NULL,
    tree           TEXT COLLATE "C" NOT NULL,
    breakpoint     TEXT COLLATE "C" NOT NULL REFERENCES breakpoints (id),
    function       TEXT COLLATE "C" NOT NULL,
    arguments      TEXT COLLATE "C" NOT NULL,
    arguments_hash TEXT COLLATE "C" NOT NULL,
    at             BIGINT           NOT NULL,
    passed_at      BIGINT           ,
    passed_by      TEXT COLLATE "C" NOT NULL DEFAULT '',
    used_at        BIGINT           ,
    PRIMARY KEY (task, call)
);
CREATE INDEX breakpoint_hits_by_tree ON breakpoint_hits (tree, at);

-- Requests that began as another one: from its conversation up to a step (fork), or with the same words (replay).
CREATE TABLE tree_origins (
    tree        TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES trees (id),
    kind        TEXT COLLATE "C" NOT NULL,
    source_tree TEXT COLLATE "C" NOT NULL REFERENCES trees (id),
    source_task TEXT COLLATE "C" NOT NULL REFERENCES tasks (id),
    step        INTEGER          NOT NULL,
    changed     TEXT COLLATE "C" NOT NULL
);
CREATE INDEX tree_origins_by_source ON tree_origins (source_tree);

-- People with names of their own. A name stays taken for ever; of the token only a hash is kept.
CREATE TABLE accounts (
    name       TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    role       TEXT COLLATE "C" NOT NULL,
    hash       TEXT COLLATE "C" NOT NULL UNIQUE,
    created_by TEXT COLLATE "C" NOT NULL,
    created_at BIGINT           NOT NULL,
    ended_at   BIGINT           NOT NULL DEFAULT 0
);

-- Answers that a person gave beforehand: whoever asks for no more than this gets it without asking again.
CREATE TABLE standing_rules (
    id         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    approval   TEXT COLLATE "C" NOT NULL REFERENCES approvals (id),
    agent      TEXT COLLATE "C" NOT NULL,
    workspace  TEXT COLLATE "C" NOT NULL,
    tool       TEXT COLLATE "C" NOT NULL,
    proposal   TEXT COLLATE "C" NOT NULL,
    bound_to   TEXT COLLATE "C" NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    created_at BIGINT           NOT NULL,
    expires_at BIGINT           NOT NULL,
    ended_at   BIGINT           NOT NULL DEFAULT 0,
    ended_by   TEXT COLLATE "C" NOT NULL DEFAULT ''
);
CREATE INDEX standing_rules_by_tool ON standing_rules (tool, expires_at);

-- Requests of a period, for what is said about their ceilings.
CREATE INDEX trees_by_start ON trees (started_at);

-- An event's salt keeps what it tells from being guessed once that is taken out; rows says which rows of other tables the
-- event changed, with a hash of each as it then was; redaction holds the hash of data that a person had taken out, by whom
-- and when. Events from before have no salt and tell of no rows.
ALTER TABLE events ADD COLUMN salt BYTEA NOT NULL DEFAULT '\x'::bytea;
ALTER TABLE events ADD COLUMN rows TEXT COLLATE "C" NOT NULL DEFAULT '[]';
ALTER TABLE events ADD COLUMN redaction TEXT COLLATE "C" NOT NULL DEFAULT '';

-- The audit tree: 256 hashes of 32 bytes a row, of events (level 0), of 256 events each (level 1), and so on. Only the last
-- row of level 0 may hold fewer.
CREATE TABLE audit_tiles (
    level    INTEGER NOT NULL,
    position BIGINT  NOT NULL,
    hashes   BYTEA   NOT NULL,
    PRIMARY KEY (level, position)
);

-- Signed words on what the tree was at a size (C2SP tlog-checkpoint), and what witnesses signed of them.
CREATE TABLE audit_checkpoints (
    size         INTEGER          NOT NULL PRIMARY KEY,
    note         TEXT COLLATE "C" NOT NULL,
    made_at      BIGINT           NOT NULL,
    cosignatures TEXT COLLATE "C" NOT NULL DEFAULT ''
);

-- What each task that is over taught, in the order in which it was learned. used, unused and asked are the labels that the
-- records give: called, granted at the start and not called, asked for in the middle. The request is in tasks.
CREATE TABLE prediction_examples (
    number     INTEGER          PRIMARY KEY,
    task       TEXT COLLATE "C" NOT NULL UNIQUE,
    features   INTEGER          NOT NULL,
    workspace  TEXT COLLATE "C" NOT NULL,
    used       TEXT COLLATE "C" NOT NULL,
    unused     TEXT COLLATE "C" NOT NULL,
    asked      TEXT COLLATE "C" NOT NULL,
    described  TEXT COLLATE "C" NOT NULL,
    lesson     BYTEA            NOT NULL,
    learned_at BIGINT           NOT NULL
);

-- Weights, never changed once written; the pointer says which are in force.
CREATE TABLE prediction_models (
    version    INTEGER          PRIMARY KEY,
    features   INTEGER          NOT NULL,
    examples   INTEGER          NOT NULL,
    weights    TEXT COLLATE "C" NOT NULL,
    hash       TEXT COLLATE "C" NOT NULL,
    created_at BIGINT           NOT NULL
);

CREATE TABLE prediction_active (
    name    TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    version INTEGER          NOT NULL REFERENCES prediction_models (version)
);

-- A change on trial: a version of a definition (the candidate) beside the one in force (the incumbent).
-- `place` is 1 for the first experiment there ever was: it fixes the share of the allowed error that this one may spend.
CREATE TABLE experiments (
    id         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    kind       TEXT COLLATE "C" NOT NULL CHECK (kind IN ('agent', 'process', 'tool', 'document')),
    entity     TEXT COLLATE "C" NOT NULL REFERENCES entities (id),
    incumbent  INTEGER          NOT NULL,
    candidate  INTEGER          NOT NULL,
    place      INTEGER          NOT NULL UNIQUE,
    proposal   TEXT COLLATE "C" NOT NULL,
    stage      TEXT COLLATE "C" NOT NULL CHECK (stage IN ('validation', 'replay', 'shadow', 'canary', 'full')),
    state      TEXT COLLATE "C" NOT NULL
        CHECK (state IN ('waiting', 'running', 'paused', 'promoted', 'rejected', 'rolled_back')),
    reason     TEXT COLLATE "C" NOT NULL DEFAULT '',
    version    BIGINT           NOT NULL,
    created_at BIGINT           NOT NULL,
    updated_at BIGINT           NOT NULL,
    ended_at   BIGINT
);
CREATE UNIQUE INDEX one_open_experiment_an_entity ON experiments (entity)
    WHERE state IN ('waiting', 'running', 'paused');

-- What a task came to under one of the two versions; the evidence is a function of these rows, in the order of pairs.
CREATE TABLE experiment_outcomes (
    experiment  TEXT COLLATE "C" NOT NULL REFERENCES experiments (id),
    stage       TEXT COLLATE "C" NOT NULL,
    pair        INTEGER          NOT NULL,
    arm         TEXT COLLATE "C" NOT NULL CHECK (arm IN ('incumbent', 'candidate')),
    tree        TEXT COLLATE "C" NOT NULL,
    score       DOUBLE PRECISION NOT NULL CHECK (score >= 0 AND score <= 1),
    errors      DOUBLE PRECISION NOT NULL CHECK (errors >= 0 AND errors <= 1),
    denials     DOUBLE PRECISION NOT NULL CHECK (denials >= 0 AND denials <= 1),
    cost_micros BIGINT           NOT NULL,
    millis      BIGINT           NOT NULL,
    recorded_at BIGINT           NOT NULL,
    PRIMARY KEY (experiment, stage, pair, arm)
);

-- Evidence is added, never changed.
CREATE FUNCTION experiment_outcomes_stay() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'what was measured stays as it was'; END $$;
CREATE TRIGGER experiment_outcomes_stay BEFORE UPDATE ON experiment_outcomes FOR EACH ROW EXECUTE FUNCTION experiment_outcomes_stay();
CREATE FUNCTION experiment_outcomes_are_kept() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'what was measured stays as it was'; END $$;
CREATE TRIGGER experiment_outcomes_are_kept BEFORE DELETE ON experiment_outcomes FOR EACH ROW EXECUTE FUNCTION experiment_outcomes_are_kept();

-- Which version of a definition the tasks of a tree work with, where it is not the active one.
CREATE TABLE tree_versions (
    tree       TEXT COLLATE "C" NOT NULL REFERENCES trees (id),
    entity     TEXT COLLATE "C" NOT NULL REFERENCES entities (id),
    version    INTEGER          NOT NULL,
    experiment TEXT COLLATE "C" NOT NULL REFERENCES experiments (id),
    stage      TEXT COLLATE "C" NOT NULL,
    pair       INTEGER          NOT NULL,
    arm        TEXT COLLATE "C" NOT NULL CHECK (arm IN ('incumbent', 'candidate')),
    state      TEXT COLLATE "C" NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'measured', 'unused')),
    PRIMARY KEY (tree, entity)
);
-- A recorded task is run again once for each arm of a pair, whoever asks for it.
CREATE UNIQUE INDEX one_trial_an_arm ON tree_versions (experiment, stage, pair, arm);
CREATE INDEX open_trials ON tree_versions (tree) WHERE state = 'open';

-- What a version says never changes; which of them holds is a pointer.
CREATE FUNCTION entity_versions_stay() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'a version stays as it was written'; END $$;
CREATE TRIGGER entity_versions_stay BEFORE UPDATE ON entity_versions FOR EACH ROW EXECUTE FUNCTION entity_versions_stay();

-- What a call ran into: 'time' where its time was over, 'size' where its result was cut; empty for neither.
ALTER TABLE tool_usage_events ADD COLUMN cut TEXT COLLATE "C" NOT NULL DEFAULT '';

-- For those who look for what can be improved: they look at periods, and at the few rows that tell of something wrong.
CREATE INDEX usage_cut ON tool_usage_events (cut, tool, operation, started_at) WHERE cut <> '';
CREATE INDEX usage_failed ON tool_usage_events (started_at) WHERE outcome = 'failed';
CREATE INDEX tasks_by_creation ON tasks (created_at);
CREATE INDEX steps_by_time ON process_steps (started_at);

-- What trials may change is a list here too, so that no code can try what is not on it: not the agents that judge others,
-- and of the rest only these fields.
CREATE FUNCTION experiments_keep_to_the_surface() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF EXISTS (SELECT 1 FROM entities e WHERE e.id = NEW.entity AND e.kind = 'agent'
                  AND e.name IN ('task_evaluator', 'request_validation', 'review_agent'))
        OR EXISTS (SELECT 1 FROM json_object_keys(NEW.proposal::json -> 'changes') change
                   WHERE NOT (NEW.kind = 'agent'
                                  AND change IN ('instruction', 'documents', 'tier', 'maximum_turns', 'tools')
                           OR NEW.kind IN ('tool', 'process') AND change = 'settings'
                           OR NEW.kind = 'document' AND change IN ('summary', 'keywords', 'text'))) THEN
        RAISE EXCEPTION 'this is not open to trials';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER experiments_keep_to_the_surface BEFORE INSERT ON experiments
    FOR EACH ROW EXECUTE FUNCTION experiments_keep_to_the_surface();

-- What is tried, stays what it was when it was allowed.
CREATE FUNCTION experiments_stay_what_they_are() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'what is tried cannot be exchanged'; END $$;
CREATE TRIGGER experiments_stay_what_they_are BEFORE UPDATE OF kind, entity, incumbent, candidate, place, proposal ON experiments FOR EACH ROW EXECUTE FUNCTION experiments_stay_what_they_are();

-- Which account is whose, for people that an identity provider vouches for. A name alone never says it.
CREATE TABLE openid_people (
    issuer  TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    name    TEXT COLLATE "C" NOT NULL UNIQUE REFERENCES accounts (name),
    PRIMARY KEY (issuer, subject)
);

-- Views of the control room that people keep under a name, each for themselves.
CREATE TABLE saved_filters (
    id         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    person     TEXT COLLATE "C" NOT NULL,
    name       TEXT COLLATE "C" NOT NULL,
    address    TEXT COLLATE "C" NOT NULL,
    created_at BIGINT           NOT NULL,
    UNIQUE (person, name)
);

-- What went wrong and was recognised: one open row for a signature and an entity. `known` says whether the cause is known
-- or guessed; `recorded_way` is what an earlier incident recorded as its end, and was tried first.
CREATE TABLE incidents (
    id           TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    sign         TEXT COLLATE "C" NOT NULL,
    signature    TEXT COLLATE "C" NOT NULL,
    kind         TEXT COLLATE "C" NOT NULL,
    entity       TEXT COLLATE "C" NOT NULL,
    cause        TEXT COLLATE "C" NOT NULL,
    known        INTEGER          NOT NULL,
    facts        TEXT COLLATE "C" NOT NULL DEFAULT '{}',
    evidence     TEXT COLLATE "C" NOT NULL DEFAULT '[]',
    state        TEXT COLLATE "C" NOT NULL
        CHECK (state IN ('open', 'acting', 'watching', 'waiting_for_person', 'resolved', 'given_up')),
    task         TEXT COLLATE "C" NOT NULL DEFAULT '',
    recorded_way TEXT COLLATE "C" NOT NULL DEFAULT '',
    document     TEXT COLLATE "C" NOT NULL DEFAULT '',
    attempts     INTEGER          NOT NULL DEFAULT 0,
    times        INTEGER          NOT NULL DEFAULT 1,
    acted_at     BIGINT           NOT NULL DEFAULT 0,
    watch_until  BIGINT           NOT NULL DEFAULT 0,
    retried      TEXT COLLATE "C" NOT NULL DEFAULT '',
    opened_at    BIGINT           NOT NULL,
    last_seen_at BIGINT           NOT NULL,
    ended_at     BIGINT           NOT NULL DEFAULT 0,
    resolution   TEXT COLLATE "C" NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX one_open_incident ON incidents (sign, signature, kind, entity) WHERE ended_at = 0;
CREATE INDEX incidents_by_time ON incidents (opened_at);
CREATE INDEX incidents_by_task ON incidents (task);

-- The timeline of an incident; steps are added, never changed.
CREATE TABLE incident_steps (
    incident TEXT COLLATE "C" NOT NULL REFERENCES incidents (id),
    position INTEGER          NOT NULL,
    at       BIGINT           NOT NULL,
    kind     TEXT COLLATE "C" NOT NULL,
    action   TEXT COLLATE "C" NOT NULL DEFAULT '',
    outcome  TEXT COLLATE "C" NOT NULL DEFAULT '',
    text     TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (incident, position)
);
CREATE FUNCTION incident_steps_stay() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'what happened stays as it was'; END $$;
CREATE TRIGGER incident_steps_stay BEFORE UPDATE ON incident_steps FOR EACH ROW EXECUTE FUNCTION incident_steps_stay();
CREATE FUNCTION incident_steps_are_kept() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'what happened stays as it was'; END $$;
CREATE TRIGGER incident_steps_are_kept BEFORE DELETE ON incident_steps FOR EACH ROW EXECUTE FUNCTION incident_steps_are_kept();

-- Attempts. The index is the lock: one action on an entity at a time, whatever incidents there are.
CREATE TABLE incident_actions (
    incident    TEXT COLLATE "C" NOT NULL REFERENCES incidents (id),
    attempt     INTEGER          NOT NULL,
    way         TEXT COLLATE "C" NOT NULL,
    kind        TEXT COLLATE "C" NOT NULL,
    entity      TEXT COLLATE "C" NOT NULL,
    action      TEXT COLLATE "C" NOT NULL,
    started_at  BIGINT           NOT NULL,
    finished_at BIGINT           NOT NULL DEFAULT 0,
    PRIMARY KEY (incident, attempt)
);
CREATE UNIQUE INDEX one_action_an_entity ON incident_actions (kind, entity) WHERE finished_at = 0;

-- Versions of definitions that did harm: they become active again only when a person lifts the mark.
CREATE TABLE quarantined_versions (
    entity   TEXT COLLATE "C" NOT NULL REFERENCES entities (id),
    version  INTEGER          NOT NULL,
    incident TEXT COLLATE "C" NOT NULL,
    reason   TEXT COLLATE "C" NOT NULL,
    since    BIGINT           NOT NULL,
    PRIMARY KEY (entity, version)
);

-- Versions of documents with which tasks did worse than without: not given to agents by themselves any more.
CREATE TABLE demoted_documents (
    document TEXT COLLATE "C" NOT NULL REFERENCES entities (id),
    version  INTEGER          NOT NULL,
    reason   TEXT COLLATE "C" NOT NULL,
    since    BIGINT           NOT NULL,
    PRIMARY KEY (document, version)
);

CREATE INDEX tasks_by_end ON tasks (state, finished_at);

-- The nodes that share this database. Who is not here may not write; whoever has not been seen for long is taken out.
CREATE TABLE nodes (
    id         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
    seen_at    TIMESTAMP WITH TIME ZONE NOT NULL
);

-- Which node works on a task at this moment; again: another one was asked to, meanwhile.
CREATE TABLE task_leases (
    task  TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES tasks (id),
    node  TEXT COLLATE "C" NOT NULL,
    again BOOLEAN          NOT NULL DEFAULT FALSE
);
CREATE INDEX task_leases_by_node ON task_leases (node);
