package dev.writ.tool.sql;

import dev.writ.WritException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Looks whether the queries that are declared for a database fit it, without running one. */
public final class DeclaredQueries {
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private DeclaredQueries() {}

    /**
     * What the database says against its queries, by their names; empty where it takes them all. Each is prepared and not
     * run.
     *
     * @throws WritException with {@code unavailable} when the database cannot be reached
     */
    public static Map<String, String> mistakes(SqlSource source) {
        StopSignal signal = new StopSignal(LONGEST);
        Map<String, String> mistakes = new LinkedHashMap<>();
        try (Connection connection = source.open(signal)) {
            for (SqlQuery query : source.database().queries()) {
                try (PreparedStatement statement =
                        connection.prepareStatement(query.statement().positional())) {
                    // Some drivers ask the database only for this.
                    statement.getMetaData();
                } catch (SQLException e) {
                    mistakes.put(
                            query.name(),
                            String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
                }
            }
            return mistakes;
        } catch (SQLException e) {
            throw QueryFailures.translate(
                    e, "Looking at the database '" + source.database().name() + "'", source, signal);
        }
    }
}
