-- Requests of a period, for what is said about their ceilings.
CREATE INDEX trees_by_start ON trees (started_at);
