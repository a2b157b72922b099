-- Whom an identity provider vouches for, with the access token (of no secret) that stands for its last admission as an agent.
CREATE TABLE outside_subjects (
    issuer  TEXT NOT NULL,
    subject TEXT NOT NULL,
    agent   TEXT NOT NULL,
    token   TEXT NOT NULL REFERENCES access_tokens (id),
    PRIMARY KEY (issuer, subject, agent)
);
CREATE INDEX outside_subjects_by_token ON outside_subjects (token);
