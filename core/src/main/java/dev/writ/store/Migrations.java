package dev.writ.store;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/** Brings the tables of a database up to date. */
final class Migrations {
    /** Version of the newest migration that this Writ knows. */
    static final int NEWEST = Integer.parseInt(SqliteStore.NEWEST_MIGRATION);

    private Migrations() {}

    /**
     * Applies what is missing; of several processes at once, one does and the others wait.
     *
     * @throws WritException with {@code store_newer} where a newer Writ wrote the database; nothing is changed then
     */
    static void apply(Dialect dialect, DataSource database) {
        // Flyway takes as long to load as half the rest of Writ, and mostly finds nothing to do.
        if (AppliedMigrations.newest(database).equals(Optional.of(SqliteStore.NEWEST_MIGRATION))) {
            return;
        }
        Flyway flyway = flyway(dialect, database);
        MigrationInfo current = flyway.info().current();
        if (current != null && current.getState() == MigrationState.FUTURE_SUCCESS) {
            throw newer(String.valueOf(current.getVersion()));
        }
        try {
            flyway.migrate();
        } catch (FlywayException e) {
            throw StoreFailures.translate(e);
        }
    }

    /**
     * The connection, if its database is of this Writ's version; else it is closed.
     *
     * @throws WritException with {@code conflict} where the database is older or not Writ's, {@code store_newer} where it is
     *     newer
     */
    static Connection upToDate(Connection connection) throws SQLException {
        try {
            String version = AppliedMigrations.newest(connection).orElseThrow(Migrations::foreign);
            int number = Integer.parseInt(version);
            if (number > NEWEST) {
                throw newer(version);
            }
            if (number < NEWEST) {
                throw new WritException(
                        FailureCode.CONFLICT,
                        "The database is of an older Writ (its version is " + version + ").",
                        "Start this Writ on it once; nothing was changed.");
            }
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private static WritException foreign() {
        return new WritException(
                FailureCode.CONFLICT, "The database is not one of Writ's.", "Name another one; nothing was changed.");
    }

    static WritException newer(String version) {
        return new WritException(
                FailureCode.STORE_NEWER,
                "The database was written by a newer Writ (its version is " + version + ").",
                "Use that version, or another data folder or database; nothing was changed.");
    }

    static Flyway flyway(Dialect dialect, DataSource database) {
        return Flyway.configure()
                .dataSource(database)
                .locations("classpath:dev/writ/store/" + dialect.name().toLowerCase(Locale.ROOT))
                .load();
    }
}
