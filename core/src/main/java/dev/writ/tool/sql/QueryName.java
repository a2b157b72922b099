package dev.writ.tool.sql;

import dev.writ.FailureCode;
import dev.writ.WritException;
import tools.jackson.databind.node.ObjectNode;

/** Which query of which database a caller means. */
record QueryName(String database, String query) {
    /**
     * From {@code {database?, query}}, where the query may be {@code database:name}.
     *
     * @throws WritException with {@code invalid_arguments} when the two contradict each other
     */
    static QueryName read(ObjectNode arguments) {
        String text = arguments.path("query").asString("");
        String database = arguments.path("database").asString("");
        int colon = text.indexOf(':');
        if (colon < 0) {
            return new QueryName(database.isEmpty() ? SqlDatabases.WRIT : database, text);
        }
        String prefix = text.substring(0, colon);
        if (!database.isEmpty() && !database.equals(prefix)) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS,
                    "The query names the database '" + prefix + "' and 'database' is '" + database + "'.",
                    "Give the database once.");
        }
        return new QueryName(prefix, text.substring(colon + 1));
    }
}
