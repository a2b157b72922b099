-- Times are milliseconds since 1970-01-01 UTC, durations say their unit. JSON is stored as text.

CREATE TABLE events (
    seq             INTEGER PRIMARY KEY AUTOINCREMENT,
    id              TEXT    NOT NULL UNIQUE,
    at              BIGINT  NOT NULL,
    type            TEXT    NOT NULL,
    kind            TEXT    NOT NULL DEFAULT '',
    entity          TEXT    NOT NULL DEFAULT '',
    tree            TEXT    NOT NULL DEFAULT '',
    task            TEXT    NOT NULL DEFAULT '',
    actor           TEXT    NOT NULL DEFAULT '',
    caused_by       TEXT    NOT NULL DEFAULT '',
    outcome         TEXT    NOT NULL DEFAULT '',
    duration_micros BIGINT  NOT NULL DEFAULT 0,
    data            TEXT    NOT NULL DEFAULT '{}'
);
CREATE INDEX events_by_tree ON events (tree, seq);
CREATE INDEX events_by_type ON events (type, seq);
CREATE INDEX events_by_entity ON events (kind, entity, seq);
CREATE INDEX events_by_time ON events (at);

CREATE TABLE entities (
    id             TEXT    NOT NULL PRIMARY KEY,
    kind           TEXT    NOT NULL,
    name           TEXT    NOT NULL,
    active_version INTEGER NOT NULL,
    status         TEXT    NOT NULL,
    version        BIGINT  NOT NULL,
    created_at     BIGINT  NOT NULL,
    updated_at     BIGINT  NOT NULL,
    UNIQUE (kind, name)
);

CREATE TABLE entity_versions (
    entity     TEXT    NOT NULL REFERENCES entities (id),
    version    INTEGER NOT NULL,
    content    TEXT    NOT NULL,
    hash       TEXT    NOT NULL,
    author     TEXT    NOT NULL,
    reason     TEXT    NOT NULL,
    created_at BIGINT  NOT NULL,
    PRIMARY KEY (entity, version)
);

CREATE TABLE entity_relationships (
    source_kind TEXT   NOT NULL,
    source      TEXT   NOT NULL,
    target_kind TEXT   NOT NULL,
    target      TEXT   NOT NULL,
    type        TEXT   NOT NULL,
    strength    DOUBLE PRECISION NOT NULL CHECK (strength >= 0 AND strength <= 1),
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (source_kind, source, target_kind, target, type)
);
CREATE INDEX relationships_by_target ON entity_relationships (target_kind, target);

-- One row a user request: its limits and what was spent of them.
CREATE TABLE trees (
    id                TEXT    NOT NULL PRIMARY KEY,
    request           TEXT    NOT NULL,
    submission_key    TEXT    UNIQUE,
    submitted_by      TEXT    NOT NULL,
    workspace         TEXT    NOT NULL DEFAULT '',
    ceiling           TEXT    NOT NULL,
    budget            TEXT    NOT NULL,
    approval_seconds  BIGINT  NOT NULL,
    step_mode         INTEGER NOT NULL DEFAULT 0,
    paused            INTEGER NOT NULL DEFAULT 0,
    model_calls       BIGINT  NOT NULL DEFAULT 0,
    tokens            BIGINT  NOT NULL DEFAULT 0,
    cost_micros       BIGINT  NOT NULL DEFAULT 0,
    reserved_tokens   BIGINT  NOT NULL DEFAULT 0,
    reserved_micros   BIGINT  NOT NULL DEFAULT 0,
    subtasks          BIGINT  NOT NULL DEFAULT 0,
    started_at        BIGINT  NOT NULL,
    finished_at       BIGINT
);

CREATE TABLE tasks (
    id           TEXT    NOT NULL PRIMARY KEY,
    tree         TEXT    NOT NULL REFERENCES trees (id),
    parent       TEXT    NOT NULL DEFAULT '',
    delegated_by TEXT    NOT NULL DEFAULT '',
    depth        INTEGER NOT NULL,
    title        TEXT    NOT NULL,
    instruction  TEXT    NOT NULL,
    process      TEXT    NOT NULL,
    agent        TEXT    NOT NULL DEFAULT '',
    parameters   TEXT    NOT NULL DEFAULT '{}',
    state        TEXT    NOT NULL,
    held_from    TEXT    NOT NULL DEFAULT '',
    hold_reason  TEXT    NOT NULL DEFAULT '',
    priority     INTEGER NOT NULL DEFAULT 0,
    turns        INTEGER NOT NULL DEFAULT 0,
    step_mode    INTEGER NOT NULL DEFAULT 0,
    step_permits INTEGER NOT NULL DEFAULT 0,
    pause_asked  INTEGER NOT NULL DEFAULT 0,
    stop_asked   TEXT    NOT NULL DEFAULT '',
    reserved_tokens BIGINT NOT NULL DEFAULT 0,
    reserved_micros BIGINT NOT NULL DEFAULT 0,
    result       TEXT    NOT NULL DEFAULT '',
    failure      TEXT    NOT NULL DEFAULT '',
    version      BIGINT  NOT NULL,
    created_at   BIGINT  NOT NULL,
    updated_at   BIGINT  NOT NULL,
    finished_at  BIGINT
);
CREATE INDEX tasks_by_tree ON tasks (tree, id);
CREATE INDEX tasks_by_parent ON tasks (parent);
CREATE INDEX tasks_by_state ON tasks (state);

CREATE TABLE task_dependencies (
    task       TEXT NOT NULL REFERENCES tasks (id),
    depends_on TEXT NOT NULL REFERENCES tasks (id),
    PRIMARY KEY (task, depends_on)
);
CREATE INDEX dependencies_by_target ON task_dependencies (depends_on);

-- The conversation of each task, in the order in which the model reads it.
CREATE TABLE messages (
    task       TEXT    NOT NULL REFERENCES tasks (id),
    position   INTEGER NOT NULL,
    role       TEXT    NOT NULL,
    content    TEXT    NOT NULL,
    created_at BIGINT  NOT NULL,
    PRIMARY KEY (task, position)
);

-- Calls whose result comes later.
CREATE TABLE pending_calls (
    call       TEXT   NOT NULL PRIMARY KEY,
    task       TEXT   NOT NULL REFERENCES tasks (id),
    message_call TEXT NOT NULL,
    function   TEXT   NOT NULL,
    waits_kind TEXT   NOT NULL,
    waits_for  TEXT   NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX pending_by_target ON pending_calls (waits_kind, waits_for);

CREATE TABLE process_steps (
    task        TEXT    NOT NULL REFERENCES tasks (id),
    position    INTEGER NOT NULL,
    name        TEXT    NOT NULL,
    result      TEXT    NOT NULL,
    started_at  BIGINT  NOT NULL,
    finished_at BIGINT  NOT NULL,
    PRIMARY KEY (task, position)
);

-- What came with Writ is kept beside what is in force, so that an update changes only what no person has changed.
CREATE TABLE agent_base_permissions (
    agent      TEXT NOT NULL,
    tool       TEXT NOT NULL,
    operations TEXT NOT NULL DEFAULT '[]',
    scope      TEXT NOT NULL,
    withdrawn  INTEGER NOT NULL DEFAULT 0,
    shipped    TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (agent, tool)
);

CREATE TABLE task_tool_assignments (
    id           TEXT    NOT NULL PRIMARY KEY,
    task         TEXT    NOT NULL REFERENCES tasks (id),
    tree         TEXT    NOT NULL,
    agent        TEXT    NOT NULL,
    tool         TEXT    NOT NULL,
    operations   TEXT    NOT NULL,
    scope        TEXT    NOT NULL,
    reason       TEXT    NOT NULL,
    approved_by  TEXT    NOT NULL,
    granted_at   BIGINT  NOT NULL,
    expires_at   BIGINT  NOT NULL,
    maximum_uses INTEGER NOT NULL DEFAULT 0,
    uses         INTEGER NOT NULL DEFAULT 0,
    last_used_at BIGINT,
    state        TEXT    NOT NULL,
    ended_at     BIGINT,
    ended_by     TEXT    NOT NULL DEFAULT '',
    end_reason   TEXT    NOT NULL DEFAULT ''
);
CREATE INDEX assignments_by_task ON task_tool_assignments (task, state);
CREATE INDEX assignments_by_expiry ON task_tool_assignments (state, expires_at);
CREATE INDEX assignments_by_use ON task_tool_assignments (state, last_used_at, granted_at);

-- One row a call, denied ones included: written before the call runs, completed after.
CREATE TABLE tool_usage_events (
    call            TEXT   NOT NULL PRIMARY KEY,
    task            TEXT   NOT NULL,
    tree            TEXT   NOT NULL,
    agent           TEXT   NOT NULL,
    tool            TEXT   NOT NULL,
    operation       TEXT   NOT NULL,
    assignment      TEXT   NOT NULL DEFAULT '',
    authority       TEXT   NOT NULL,
    arguments_hash  TEXT   NOT NULL,
    arguments       TEXT   NOT NULL,
    accesses        TEXT   NOT NULL,
    effect          TEXT   NOT NULL,
    started_at      BIGINT NOT NULL,
    finished_at     BIGINT,
    outcome         TEXT   NOT NULL,
    rule            TEXT   NOT NULL DEFAULT '',
    failure         TEXT   NOT NULL DEFAULT '',
    summary         TEXT   NOT NULL DEFAULT '',
    bytes           BIGINT NOT NULL DEFAULT 0,
    duration_micros BIGINT NOT NULL DEFAULT 0,
    layers          TEXT   NOT NULL DEFAULT '[]'
);
CREATE INDEX usage_by_tree ON tool_usage_events (tree, started_at);
CREATE INDEX usage_by_task ON tool_usage_events (task, started_at);
CREATE INDEX usage_by_tool ON tool_usage_events (tool, operation, started_at);

CREATE TABLE available_tools (
    name             TEXT   NOT NULL PRIMARY KEY,
    server           TEXT   NOT NULL,
    description      TEXT   NOT NULL,
    level            TEXT   NOT NULL,
    default_seconds  BIGINT NOT NULL,
    definition_hash  TEXT   NOT NULL,
    status           TEXT   NOT NULL,
    updated_at       BIGINT NOT NULL
);

CREATE TABLE approvals (
    id          TEXT   NOT NULL PRIMARY KEY,
    task        TEXT   NOT NULL REFERENCES tasks (id),
    tree        TEXT   NOT NULL,
    agent       TEXT   NOT NULL,
    kind        TEXT   NOT NULL,
    proposal    TEXT   NOT NULL,
    reason      TEXT   NOT NULL,
    state       TEXT   NOT NULL,
    decided_by  TEXT   NOT NULL DEFAULT '',
    decision_reason TEXT NOT NULL DEFAULT '',
    decision    TEXT   NOT NULL DEFAULT '{}',
    created_at  BIGINT NOT NULL,
    expires_at  BIGINT NOT NULL,
    decided_at  BIGINT
);
CREATE INDEX approvals_by_state ON approvals (state, expires_at);

-- What agents told people, and what people answered. A call run again after a crash finds the message it made.
CREATE TABLE user_messages (
    id          TEXT   NOT NULL PRIMARY KEY,
    call        TEXT   UNIQUE,
    task        TEXT   NOT NULL,
    tree        TEXT   NOT NULL,
    agent       TEXT   NOT NULL,
    type        TEXT   NOT NULL,
    content     TEXT   NOT NULL,
    state       TEXT   NOT NULL,
    answer      TEXT   NOT NULL DEFAULT '',
    created_at  BIGINT NOT NULL,
    expires_at  BIGINT,
    answered_at BIGINT
);
CREATE INDEX user_messages_by_tree ON user_messages (tree, created_at);

CREATE TABLE message_deliveries (
    message      TEXT    NOT NULL REFERENCES user_messages (id),
    route        TEXT    NOT NULL,
    state        TEXT    NOT NULL,
    attempts     INTEGER NOT NULL DEFAULT 0,
    next_attempt BIGINT,
    last_error   TEXT    NOT NULL DEFAULT '',
    PRIMARY KEY (message, route)
);
CREATE INDEX deliveries_due ON message_deliveries (state, next_attempt);

-- What file_edit changed, with the content before, so that it can be undone.
CREATE TABLE file_changes (
    id            TEXT    NOT NULL PRIMARY KEY,
    call          TEXT    NOT NULL,
    task          TEXT    NOT NULL,
    tree          TEXT    NOT NULL,
    workspace     TEXT    NOT NULL,
    path          TEXT    NOT NULL,
    action        TEXT    NOT NULL,
    other_path    TEXT    NOT NULL DEFAULT '',
    before_kind   TEXT    NOT NULL DEFAULT '',
    before_mode   INTEGER NOT NULL DEFAULT 0,
    before_hash   TEXT    NOT NULL DEFAULT '',
    before_content BLOB,
    after_hash    TEXT    NOT NULL DEFAULT '',
    diff          TEXT    NOT NULL DEFAULT '',
    lines_added   INTEGER NOT NULL DEFAULT 0,
    lines_removed INTEGER NOT NULL DEFAULT 0,
    state         TEXT    NOT NULL,
    created_at    BIGINT  NOT NULL,
    undone_at     BIGINT
);
CREATE INDEX file_changes_by_tree ON file_changes (tree, created_at);
CREATE INDEX file_changes_by_state ON file_changes (state);

CREATE TABLE review_counters (
    name           TEXT    NOT NULL PRIMARY KEY,
    kind           TEXT    NOT NULL,
    entity         TEXT    NOT NULL DEFAULT '',
    event_type     TEXT    NOT NULL,
    count          BIGINT  NOT NULL DEFAULT 0,
    threshold      BIGINT  NOT NULL DEFAULT 0,
    period_seconds BIGINT  NOT NULL DEFAULT 0,
    last_review_at BIGINT  NOT NULL,
    last_seq       BIGINT  NOT NULL DEFAULT 0
);

CREATE TABLE settings (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

-- The layout db-scheduler expects; rows hold a name and an id, the truth is in the tables above.
CREATE TABLE scheduled_tasks (
    task_name            TEXT    NOT NULL,
    task_instance        TEXT    NOT NULL,
    task_data            BLOB,
    execution_time       TIMESTAMP NOT NULL,
    picked               BOOLEAN NOT NULL,
    picked_by            TEXT,
    last_success         TIMESTAMP,
    last_failure         TIMESTAMP,
    consecutive_failures INTEGER,
    last_heartbeat       TIMESTAMP,
    version              BIGINT  NOT NULL,
    priority             INTEGER,
    PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX scheduled_tasks_due ON scheduled_tasks (execution_time);
CREATE INDEX scheduled_tasks_heartbeat ON scheduled_tasks (last_heartbeat);
