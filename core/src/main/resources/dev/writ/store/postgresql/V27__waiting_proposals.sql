-- One change of a definition is on trial at a time; any number may wait for a person meanwhile.
DROP INDEX one_open_experiment_an_entity;
CREATE UNIQUE INDEX one_trial_an_entity ON experiments (entity) WHERE state IN ('running', 'paused');
