-- What each task that is over taught, in the order in which it was learned. used, unused and asked are the labels that the
-- records give: called, granted at the start and not called, asked for in the middle. The request is in tasks.
CREATE TABLE prediction_examples (
    number     INTEGER PRIMARY KEY,
    task       TEXT    NOT NULL UNIQUE,
    features   INTEGER NOT NULL,
    workspace  TEXT    NOT NULL,
    used       TEXT    NOT NULL,
    unused     TEXT    NOT NULL,
    asked      TEXT    NOT NULL,
    described  TEXT    NOT NULL,
    lesson     BLOB    NOT NULL,
    learned_at BIGINT  NOT NULL
);

-- Weights, never changed once written; the pointer says which are in force.
CREATE TABLE prediction_models (
    version    INTEGER PRIMARY KEY,
    features   INTEGER NOT NULL,
    examples   INTEGER NOT NULL,
    weights    TEXT    NOT NULL,
    hash       TEXT    NOT NULL,
    created_at BIGINT  NOT NULL
);

CREATE TABLE prediction_active (
    name    TEXT    NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL REFERENCES prediction_models (version)
);
