package dev.writ.store;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * Whether a server's advisory locks lock. Some that speak PostgreSQL's protocol accept them and let everybody have them; on
 * those, nodes would write at the same time without a word.
 */
final class LockProbe {
    private static final long KEY = 0x575249542D4C4F43L;

    private LockProbe() {}

    /** @throws WritException with {@code unavailable} where two hold one lock */
    static void require(DataSource database) {
        try (Connection one = database.getConnection();
                Connection other = database.getConnection();
                Statement holds = one.createStatement();
                Statement tries = other.createStatement()) {
            one.setAutoCommit(false);
            try {
                holds.execute("SELECT pg_advisory_xact_lock(" + KEY + ")");
                try (ResultSet got = tries.executeQuery("SELECT pg_try_advisory_xact_lock(" + KEY + ")")) {
                    if (got.next() && got.getBoolean(1)) {
                        throw new WritException(
                                FailureCode.UNAVAILABLE,
                                "The database server gives one advisory lock to two at a time, so nodes could not take"
                                        + " turns in writing.",
                                "Use PostgreSQL; docs/scaling.md says what others lack. Nothing was changed.");
                    }
                }
            } finally {
                one.rollback();
                one.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw StoreFailures.translate(e);
        }
    }
}
