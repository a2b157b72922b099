-- What models were told that they may call: each definition and each set of them once, named by its content. The event of a
-- model call names the set, so that what the model read can be shown without having been written down again.
CREATE TABLE shown_functions (
    hash        TEXT    NOT NULL PRIMARY KEY,
    name        TEXT    NOT NULL,
    tool        TEXT    NOT NULL,
    operation   TEXT    NOT NULL,
    third_party INTEGER NOT NULL,
    description TEXT    NOT NULL,
    parameters  TEXT    NOT NULL
) WITHOUT ROWID;

CREATE TABLE shown_sets (
    hash      TEXT NOT NULL PRIMARY KEY,
    functions TEXT NOT NULL
) WITHOUT ROWID;

-- Where a person wants the tasks of a tree held: before calls of a tool, of an operation, or of a security level and above.
CREATE TABLE breakpoints (
    id         TEXT   NOT NULL PRIMARY KEY,
    tree       TEXT   NOT NULL REFERENCES trees (id),
    target     TEXT   NOT NULL,
    created_by TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    removed_at BIGINT
);
CREATE INDEX breakpoints_by_tree ON breakpoints (tree, removed_at);

-- Calls that were held there. One that was let go on is not held again; an agent from outside makes it again under another
-- id, so that used_at says whether it did.
CREATE TABLE breakpoint_hits (
    task           TEXT   NOT NULL REFERENCES tasks (id),
    call           TEXT   NOT NULL,
    tree           TEXT   NOT NULL,
    breakpoint     TEXT   NOT NULL REFERENCES breakpoints (id),
    function       TEXT   NOT NULL,
    arguments      TEXT   NOT NULL,
    arguments_hash TEXT   NOT NULL,
    at             BIGINT NOT NULL,
    passed_at      BIGINT,
    passed_by      TEXT   NOT NULL DEFAULT '',
    used_at        BIGINT,
    PRIMARY KEY (task, call)
);
CREATE INDEX breakpoint_hits_by_tree ON breakpoint_hits (tree, at);

-- Requests that began as another one: from its conversation up to a step (fork), or with the same words (replay).
CREATE TABLE tree_origins (
    tree        TEXT    NOT NULL PRIMARY KEY REFERENCES trees (id),
    kind        TEXT    NOT NULL,
    source_tree TEXT    NOT NULL REFERENCES trees (id),
    source_task TEXT    NOT NULL REFERENCES tasks (id),
    step        INTEGER NOT NULL,
    changed     TEXT    NOT NULL
);
CREATE INDEX tree_origins_by_source ON tree_origins (source_tree);
