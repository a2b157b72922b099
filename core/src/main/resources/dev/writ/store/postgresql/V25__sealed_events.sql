-- What a node that shares the database puts on its events, so that others know them as Writ's; NULL where there is one node.
ALTER TABLE events ADD COLUMN seal BYTEA;

-- Whoever appends holds the writers' lock until its commit, so the next number is the one after the last. A sequence would
-- leave out the numbers of what was rolled back, and nobody could tell those from events that were taken away.
CREATE FUNCTION next_event() RETURNS BIGINT LANGUAGE sql VOLATILE
AS 'SELECT COALESCE(MAX(seq), 0) + 1 FROM events';
ALTER TABLE events ALTER COLUMN seq DROP IDENTITY;
ALTER TABLE events ALTER COLUMN seq SET DEFAULT next_event();

ALTER TABLE audit_checkpoints ALTER COLUMN size TYPE BIGINT;

-- The newest migration that a node knows. A migration that older nodes cannot work with ends them here, as this one does:
-- they would append events without a seal. What is added to a table, or is a new one, lets them go on.
LOCK TABLE nodes IN ACCESS EXCLUSIVE MODE;
ALTER TABLE nodes ADD COLUMN migration INTEGER NOT NULL DEFAULT 0;
DELETE FROM nodes;
CREATE TABLE oldest_node (migration INTEGER NOT NULL PRIMARY KEY);
INSERT INTO oldest_node (migration) VALUES (25);
