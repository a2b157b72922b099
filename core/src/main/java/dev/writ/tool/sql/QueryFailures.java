package dev.writ.tool.sql;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.WritException;
import java.sql.SQLException;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteException;

/**
 * Turns a driver's exception into a failure. The driver's words go to Writ's own log only: they may quote values that the
 * query was not meant to show.
 */
final class QueryFailures {
    private static final Logger LOG = LoggerFactory.getLogger(QueryFailures.class);

    private QueryFailures() {}

    static WritException translate(SQLException e, String what, SqlSource source, StopSignal signal) {
        if (signal.timeIsOver()) {
            return timedOut(e, what, signal);
        }
        if (signal.stepsAreOver()) {
            return new WritException(
                    new Failure(
                            FailureCode.TIMED_OUT,
                            what + " took more steps than one query may and was stopped.",
                            "Narrow it with its parameters, or declare a query that reads less."),
                    e);
        }
        LOG.warn("{} failed: {}", what, e.getMessage());
        String database = source.database().name();
        Failure failure =
                switch (source) {
                    case SqliteSource ignored -> sqlite(e, what, database);
                    case PostgresSource ignored -> {
                        String state = Objects.requireNonNullElse(e.getSQLState(), "");
                        if (state.equals("57014")) {
                            yield timedOut(e, what, signal).failure();
                        }
                        // The driver has no state of its own for this; it breaks the connection off.
                        boolean full =
                                Objects.requireNonNullElse(e.getMessage(), "").contains("maxResultBuffer");
                        yield full ? tooLarge(what) : postgres(state, what, database);
                    }
                };
        return new WritException(failure, e);
    }

    private static WritException timedOut(SQLException e, String what, StopSignal signal) {
        return new WritException(
                new Failure(
                        FailureCode.TIMED_OUT,
                        what + " took longer than " + signal.limit().toMillis() + " ms and was stopped.",
                        "Narrow it with its parameters, or declare a query that reads less."),
                e);
    }

    private static Failure sqlite(SQLException e, String what, String database) {
        int code = e instanceof SQLiteException sqlite ? sqlite.getResultCode().code & 0xff : 1;
        return switch (code) {
            case 5, 6 -> unavailable(database, "is locked by another program", "Try again later.");
            case 8 -> writes(what);
            case 18 -> tooLarge(what);
            case 10, 11, 26 ->
                unavailable(database, "is damaged or is no SQLite database", "Restore it from a backup.");
            case 14 ->
                unavailable(
                        database,
                        "cannot be opened",
                        "Check its location in writ.yaml and that Writ may read the file.");
            default -> refused(what, "SQLite error " + code);
        };
    }

    private static Failure postgres(String state, String what, String database) {
        if (state.equals("25006")) {
            return writes(what);
        }
        return switch (state.length() < 2 ? "" : state.substring(0, 2)) {
            case "08", "53", "57" -> unavailable(database, "cannot be reached", "Check that its server runs.");
            case "28", "3D" ->
                unavailable(
                        database, "does not let Writ in", "Check user, password variable and database in writ.yaml.");
            case "54" -> tooLarge(what);
            default -> refused(what, "SQLSTATE " + state);
        };
    }

    private static Failure unavailable(String database, String why, String hint) {
        return Failure.of(FailureCode.UNAVAILABLE, "The database '" + database + "' " + why + ".", hint);
    }

    private static Failure writes(String what) {
        return Failure.of(
                FailureCode.OPERATION_FAILED,
                what + " tried to change the database, which refused.",
                "Correct its declaration: queries only read.");
    }

    private static Failure tooLarge(String what) {
        return Failure.of(
                FailureCode.TOO_LARGE,
                what + " gave a value or result that is too large.",
                "Narrow it with its parameters, or have it select a part of the value.");
    }

    private static Failure refused(String what, String code) {
        return Failure.of(
                FailureCode.OPERATION_FAILED,
                what + " was refused by the database (" + code + ").",
                "Writ's log has the details; correct the declaration of the query.");
    }
}
