-- Views of the control room that people keep under a name, each for themselves.
CREATE TABLE saved_filters (
    id         TEXT   NOT NULL PRIMARY KEY,
    person     TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    address    TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (person, name)
);
