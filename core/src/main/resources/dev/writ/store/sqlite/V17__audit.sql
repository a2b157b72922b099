-- An event's salt keeps what it tells from being guessed once that is taken out; rows says which rows of other tables the
-- event changed, with a hash of each as it then was; redaction holds the hash of data that a person had taken out, by whom
-- and when. Events from before have no salt and tell of no rows.
ALTER TABLE events ADD COLUMN salt BLOB NOT NULL DEFAULT x'';
ALTER TABLE events ADD COLUMN rows TEXT NOT NULL DEFAULT '[]';
ALTER TABLE events ADD COLUMN redaction TEXT NOT NULL DEFAULT '';

-- The audit tree: 256 hashes of 32 bytes a row, of events (level 0), of 256 events each (level 1), and so on. Only the last
-- row of level 0 may hold fewer.
CREATE TABLE audit_tiles (
    level    INTEGER NOT NULL,
    position BIGINT  NOT NULL,
    hashes   BLOB    NOT NULL,
    PRIMARY KEY (level, position)
);

-- Signed words on what the tree was at a size (C2SP tlog-checkpoint), and what witnesses signed of them.
CREATE TABLE audit_checkpoints (
    size         INTEGER NOT NULL PRIMARY KEY,
    note         TEXT    NOT NULL,
    made_at      BIGINT  NOT NULL,
    cosignatures TEXT    NOT NULL DEFAULT ''
);
