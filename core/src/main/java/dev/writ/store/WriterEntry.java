package dev.writ.store;

import java.sql.Connection;
import java.sql.SQLException;

/** What makes a transaction that begins the only one that writes. */
@FunctionalInterface
interface WriterEntry {
    /** For a file, which has one writer at a time by itself. */
    WriterEntry OF_A_FILE = connection -> {};

    void enter(Connection connection) throws SQLException;
}
