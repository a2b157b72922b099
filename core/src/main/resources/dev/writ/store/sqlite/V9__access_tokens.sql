-- What agents outside of Writ show to be let in: bound to one agent on one task. The token itself is not kept.
CREATE TABLE access_tokens (
    id          TEXT    NOT NULL PRIMARY KEY,
    hash        TEXT    NOT NULL UNIQUE,
    agent       TEXT    NOT NULL,
    task        TEXT    NOT NULL REFERENCES tasks (id),
    may_approve INTEGER NOT NULL DEFAULT 0,
    created_by  TEXT    NOT NULL,
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    ended_at    INTEGER NOT NULL DEFAULT 0,
    ended_by    TEXT    NOT NULL DEFAULT ''
);
CREATE INDEX access_tokens_by_task ON access_tokens (task);
