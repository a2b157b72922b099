-- People with names of their own. A name stays taken for ever; of the token only a hash is kept.
CREATE TABLE accounts (
    name       TEXT   NOT NULL PRIMARY KEY,
    role       TEXT   NOT NULL,
    hash       TEXT   NOT NULL UNIQUE,
    created_by TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    ended_at   BIGINT NOT NULL DEFAULT 0
);
