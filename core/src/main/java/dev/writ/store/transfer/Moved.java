package dev.writ.store.transfer;

/**
 * A table that is the same in both databases.
 *
 * @param hash SHA-256 over all its rows in the order of their keys, in hex
 */
public record Moved(String table, long rows, String hash) {}
