-- What documents mean to an embedding model: a vector (little-endian float32) for each text that was sent, by its SHA-256.
-- What another model, or one with another dimension, said of the same text stands beside it.
CREATE TABLE document_vectors (
    model        TEXT COLLATE "C" NOT NULL,
    dimension    INTEGER          NOT NULL,
    content_hash TEXT COLLATE "C" NOT NULL,
    vector       BYTEA            NOT NULL,
    created_at   BIGINT           NOT NULL,
    PRIMARY KEY (model, dimension, content_hash)
);
