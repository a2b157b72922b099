package dev.writ.cli;

/** How listings are printed. */
enum OutputFormat {
    TABLE,
    JSON,
    NDJSON
}
