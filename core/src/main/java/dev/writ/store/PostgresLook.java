package dev.writ.store;

import java.time.Duration;
import java.time.InstantSource;
import org.jdbi.v3.core.Handle;

/**
 * What a PostgreSQL server is like, as one of its users sees it.
 *
 * @param version for instance {@code 17.2}
 * @param release its first number, for instance 17
 * @param standby whether it takes no writes
 * @param mayCreate whether the user may make tables where Writ's are to be
 * @param ownsTables whether the user owns Writ's tables; true where there are none yet
 * @param durable whether the server waits for its disk
 * @param ahead how far its clock is before that of this machine; negative: behind
 * @param freeConnections that other programs do not have at the moment
 * @param migration the newest that was applied; 0 for a database that Writ has not used yet
 * @param oldestNode what a node must know to work on it; 0 where nothing is said
 * @param nodes that work on it
 */
public record PostgresLook(
        String version,
        int release,
        boolean standby,
        boolean mayCreate,
        boolean ownsTables,
        boolean durable,
        Duration ahead,
        int freeConnections,
        int migration,
        int oldestNode,
        int nodes) {
    /** Connections that one node holds at most. */
    public static final int CONNECTIONS = PostgresStore.CONNECTIONS;

    /** The newest migration of this Writ. */
    public static final int OWN_MIGRATION = Migrations.NEWEST;

    /** Whether this Writ may work on it: it is no newer, or a newer one lets this one work beside it. */
    public boolean fits() {
        return migration <= OWN_MIGRATION || (oldestNode > 0 && oldestNode <= OWN_MIGRATION);
    }

    /**
     * Looks, and writes nothing.
     *
     * @throws dev.writ.WritException with a {@code store_…} code where no server answers, or it lets nobody in
     */
    public static PostgresLook at(PostgresAddress address, String password, InstantSource clock) {
        return PostgresStore.inspect(address, password, handle -> look(handle, clock));
    }

    private static PostgresLook look(Handle handle, InstantSource clock) {
        // Twice: the first answer waits for the connection.
        ahead(handle, clock);
        Duration ahead = ahead(handle, clock);
        boolean used = truth(handle, "SELECT to_regclass('flyway_schema_history') IS NOT NULL");
        boolean said = truth(handle, "SELECT to_regclass('oldest_node') IS NOT NULL");
        return new PostgresLook(
                text(handle, "SHOW server_version").replaceFirst(" .*", ""),
                number(handle, "SELECT current_setting('server_version_num')::int") / 10_000,
                truth(handle, "SELECT pg_is_in_recovery()"),
                truth(handle, "SELECT has_schema_privilege(current_schema(), 'CREATE')"),
                !used
                        || truth(
                                handle,
                                "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass('events')"),
                text(handle, "SHOW fsync").equals("on"),
                ahead,
                number(handle, """
                        SELECT current_setting('max_connections')::int
                            - current_setting('superuser_reserved_connections')::int
                            - (SELECT COUNT(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend') + 1
                        """),
                used
                        ? number(
                                handle,
                                "SELECT COALESCE(MAX(version::int), 0) FROM flyway_schema_history WHERE success")
                        : 0,
                said ? number(handle, "SELECT COALESCE(MAX(migration), 0) FROM oldest_node") : 0,
                used
                        ? number(
                                handle,
                                "SELECT COUNT(*) FROM nodes WHERE seen_at > clock_timestamp() - INTERVAL '3 seconds'")
                        : 0);
    }

    private static Duration ahead(Handle handle, InstantSource clock) {
        long before = clock.millis();
        long there = handle.createQuery("SELECT (EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::bigint")
                .mapTo(Long.class)
                .one();
        return Duration.ofMillis(there - (before + clock.millis()) / 2);
    }

    private static boolean truth(Handle handle, String sql) {
        return handle.createQuery(sql).mapTo(Boolean.class).findOne().orElse(false);
    }

    private static int number(Handle handle, String sql) {
        return handle.createQuery(sql).mapTo(Integer.class).findOne().orElse(0);
    }

    private static String text(Handle handle, String sql) {
        return handle.createQuery(sql).mapTo(String.class).one();
    }
}
