package dev.writ.tool.sql;

import java.util.Locale;

/** The database systems that {@code sql_lite} speaks with. */
public enum SqlKind {
    SQLITE,
    POSTGRESQL;

    /** The kind as users write it, for instance {@code sqlite}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
