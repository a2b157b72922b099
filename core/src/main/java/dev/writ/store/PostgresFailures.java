package dev.writ.store;

import dev.writ.Failure;
import dev.writ.FailureCode;
import java.util.Optional;

/** What the states mean with which a PostgreSQL server says no; appendix A of its manual lists them. */
final class PostgresFailures {
    private PostgresFailures() {}

    /** Empty for one that tells of a mistake in Writ itself. */
    static Optional<Failure> of(String state) {
        return switch (state) {
            case "53100" ->
                Optional.of(Failure.of(
                        FailureCode.STORE_FULL,
                        "The database cannot grow: the server's disk is full.",
                        "Free some space there and try again; nothing was changed."));
            case "25006" ->
                Optional.of(Failure.of(
                        FailureCode.STORE_READ_ONLY,
                        "The database cannot be written: the server is read-only, as a standby is.",
                        "Name the server that takes writes; nothing was changed."));
            case "42501" ->
                Optional.of(Failure.of(
                        FailureCode.STORE_READ_ONLY,
                        "The database's user may not do what Writ needs.",
                        "Let the user own the schema; nothing was changed."));
            // Who was silent in the middle of a transaction for too long: the server has ended the connection.
            case "25P03" -> ofClass("57");
            default -> ofClass(state);
        };
    }

    private static Optional<Failure> ofClass(String state) {
        return switch (state.substring(0, Math.min(2, state.length()))) {
            case "08", "57", "53" ->
                Optional.of(Failure.of(
                        FailureCode.STORE_UNREACHABLE,
                        "The database server does not answer, or has ended the connection.",
                        "See that it runs and can be reached; what is under way goes on by itself then."));
            case "28" ->
                Optional.of(Failure.of(
                        FailureCode.STORE_UNREACHABLE,
                        "The database server refuses the user or the password.",
                        "Check the user in the address, the password in " + PostgresAddress.PASSWORD
                                + ", and the server's pg_hba.conf."));
            case "3D" ->
                Optional.of(Failure.of(
                        FailureCode.STORE_UNREACHABLE,
                        "The database server has no database of this name.",
                        "Check the address, or make it: CREATE DATABASE name OWNER user."));
            case "XX" ->
                Optional.of(Failure.of(
                        FailureCode.STORE_DAMAGED,
                        "The database server reports that its data is damaged.",
                        "See its log, and restore a backup."));
            default -> Optional.empty();
        };
    }
}
