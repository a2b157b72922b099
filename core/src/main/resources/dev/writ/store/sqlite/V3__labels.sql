-- Two labels of everything a task reads, and their join for the task. What was stored before there were labels counts as
-- the worst.

ALTER TABLE tasks ADD COLUMN integrity TEXT NOT NULL DEFAULT 'untrusted';
ALTER TABLE tasks ADD COLUMN confidentiality TEXT NOT NULL DEFAULT 'private';
-- When the task first read what others may have written; a grant from before was not chosen by them.
ALTER TABLE tasks ADD COLUMN untrusted_since BIGINT DEFAULT 0;

ALTER TABLE messages ADD COLUMN integrity TEXT NOT NULL DEFAULT 'untrusted';
ALTER TABLE messages ADD COLUMN confidentiality TEXT NOT NULL DEFAULT 'private';

-- The labels of the task when the call was made; empty for a call of no task, and for calls from before.
ALTER TABLE tool_usage_events ADD COLUMN integrity TEXT NOT NULL DEFAULT '';
ALTER TABLE tool_usage_events ADD COLUMN confidentiality TEXT NOT NULL DEFAULT '';
