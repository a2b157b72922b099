-- What a node that shares the database puts on its events, so that others know them as Writ's; NULL where there is one node.
ALTER TABLE events ADD COLUMN seal BLOB;
