package dev.writ.store;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.WritException;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Turns a driver's exception into a failure a person can act on. */
public final class StoreFailures {
    private static final Failure DAMAGED = Failure.of(
            FailureCode.STORE_DAMAGED,
            "The database file is damaged or is not a database.",
            "Restore a backup, or start with another data folder.");

    private static final Failure BUSY = Failure.of(
            FailureCode.UNAVAILABLE,
            "All connections to the database have been busy for long.",
            "Try again; see what takes so long with `writ top`.");

    private StoreFailures() {}

    static WritException notADatabase() {
        return new WritException(DAMAGED);
    }

    /** The failure that an exception of the database means, to be thrown; the exception itself where it means none. */
    public static RuntimeException translate(Throwable thrown) {
        if (thrown instanceof WritException failure) {
            return failure;
        }
        SQLException sql = sqlCause(thrown);
        if (sql instanceof FairPool.Busy) {
            return new WritException(BUSY, thrown);
        }
        if (sql instanceof SQLiteException sqlite) {
            Failure failure = translate(sqlite.getResultCode(), String.valueOf(sqlite.getMessage()));
            if (failure.code() != FailureCode.INTERNAL) {
                return new WritException(failure, thrown);
            }
        }
        if (sql != null && sql.getSQLState() != null) {
            Optional<Failure> failure = PostgresFailures.of(sql.getSQLState());
            if (failure.isPresent()) {
                return new WritException(failure.get(), thrown);
            }
        }
        return thrown instanceof RuntimeException runtime ? runtime : new IllegalStateException(thrown);
    }

    private static @Nullable SQLException sqlCause(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }

    private static Failure translate(SQLiteErrorCode code, String message) {
        // Extended codes keep the primary code in their low byte.
        return switch (code.code & 0xff) {
            case 5, 6 ->
                Failure.of(
                        FailureCode.STORE_LOCKED,
                        "The database is locked by another program.",
                        "Close the other program and try again; nothing was changed.");
            case 8 ->
                Failure.of(
                        FailureCode.STORE_READ_ONLY,
                        "The database cannot be written: it is read-only.",
                        "Give Writ write permission on the data folder; nothing was changed.");
            case 10, 13 ->
                Failure.of(
                        FailureCode.STORE_FULL,
                        "The database cannot grow: the disk is full or failing.",
                        "Free some space and try again; nothing was changed.");
            case 14 ->
                Failure.of(
                        FailureCode.STORE_READ_ONLY,
                        "The database file cannot be opened.",
                        "Check that the data folder exists and that you may read and write it.");
            case 11, 26 -> DAMAGED;
            default -> Failure.of(FailureCode.INTERNAL, message, "Please report this.");
        };
    }
}
