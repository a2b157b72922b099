-- What a call ran into: 'time' where its time was over, 'size' where its result was cut; empty for neither.
ALTER TABLE tool_usage_events ADD COLUMN cut TEXT NOT NULL DEFAULT '';

-- For those who look for what can be improved: they look at periods, and at the few rows that tell of something wrong.
CREATE INDEX usage_cut ON tool_usage_events (cut, tool, operation, started_at) WHERE cut <> '';
CREATE INDEX usage_failed ON tool_usage_events (started_at) WHERE outcome = 'failed';
CREATE INDEX tasks_by_creation ON tasks (created_at);
CREATE INDEX steps_by_time ON process_steps (started_at);

-- What trials may change is a list here too, so that no code can try what is not on it: not the agents that judge others,
-- and of the rest only these fields.
CREATE TRIGGER experiments_keep_to_the_surface BEFORE INSERT ON experiments
WHEN EXISTS (SELECT 1 FROM entities e WHERE e.id = NEW.entity AND e.kind = 'agent'
                AND e.name IN ('task_evaluator', 'request_validation', 'review_agent'))
  OR EXISTS (SELECT 1 FROM json_each(NEW.proposal, '$.changes') change
             WHERE NOT (NEW.kind = 'agent' AND change.key IN ('instruction', 'documents', 'tier', 'maximum_turns', 'tools')
                     OR NEW.kind IN ('tool', 'process') AND change.key = 'settings'
                     OR NEW.kind = 'document' AND change.key IN ('summary', 'keywords', 'text')))
BEGIN SELECT RAISE(ABORT, 'this is not open to trials'); END;

-- What is tried, stays what it was when it was allowed.
CREATE TRIGGER experiments_stay_what_they_are BEFORE UPDATE OF kind, entity, incumbent, candidate, place, proposal ON experiments
BEGIN SELECT RAISE(ABORT, 'what is tried cannot be exchanged'); END;
