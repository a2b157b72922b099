-- Which account is whose, for people that an identity provider vouches for. A name alone never says it.
CREATE TABLE openid_people (
    issuer  TEXT NOT NULL,
    subject TEXT NOT NULL,
    name    TEXT NOT NULL UNIQUE REFERENCES accounts (name),
    PRIMARY KEY (issuer, subject)
);
