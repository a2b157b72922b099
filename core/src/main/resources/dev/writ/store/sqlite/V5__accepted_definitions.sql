-- What was accepted of each tool, part by part as hashes, so that a person can be told what changed.
ALTER TABLE available_tools ADD COLUMN definition TEXT NOT NULL DEFAULT '{}';
