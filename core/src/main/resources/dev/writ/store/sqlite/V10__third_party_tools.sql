-- What each server of a third party offered last, word for word, so that its tools are known while it does not run. Whether
-- one may be called is said by available_tools.
CREATE TABLE third_party_tools (
    server     TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    definition TEXT   NOT NULL,
    seen_at    BIGINT NOT NULL,
    PRIMARY KEY (server, name)
);
