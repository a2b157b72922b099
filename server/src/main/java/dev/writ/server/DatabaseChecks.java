package dev.writ.server;

import dev.writ.WritException;
import dev.writ.server.Doctor.Check;
import dev.writ.server.Doctor.State;
import dev.writ.tool.sql.DeclaredQueries;
import dev.writ.tool.sql.SqlDatabase;
import dev.writ.tool.sql.SqlDatabases;
import dev.writ.tool.sql.SqlSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How the databases of the settings file stand: whether they can be reached, and take the queries declared for them. */
final class DatabaseChecks {
    private static final System.Logger LOG = System.getLogger(DatabaseChecks.class.getName());

    private final Settings settings;

    DatabaseChecks(Settings settings) {
        this.settings = settings;
    }

    List<Check> all() {
        List<Check> checks = new ArrayList<>();
        for (SqlDatabase database : SqlDatabases.fromConfig(settings.value("databases"))) {
            checks.addAll(of(database));
        }
        return checks;
    }

    /** Says what does not fit, beside the start and not in its way. */
    void sayWhatDoesNotFit() {
        Thread.startVirtualThread(() -> all().stream()
                .filter(check -> check.state() != State.OK)
                .forEach(check -> LOG.log(
                        System.Logger.Level.WARNING,
                        "The " + check.name() + ": " + check.detail() + ". " + check.hint())));
    }

    private List<Check> of(SqlDatabase database) {
        String name = "database " + database.name();
        try {
            Map<String, String> mistakes = DeclaredQueries.mistakes(SqlSource.of(database, settings.environment()));
            if (mistakes.isEmpty()) {
                return List.of(new Check(name, State.OK, database.queries().size() + " queries fit it", "", ""));
            }
            List<Check> checks = new ArrayList<>();
            mistakes.forEach((query, mistake) -> checks.add(new Check(
                    name,
                    State.MISSING,
                    "the query " + query + " does not fit: " + mistake,
                    database.name() + ":" + query,
                    "Correct its declaration in the settings file.")));
            return checks;
        } catch (WritException e) {
            return List.of(new Check(
                    name,
                    State.WARNING,
                    e.failure().message(),
                    "queries of " + database.name(),
                    e.failure().hint()));
        }
    }
}
