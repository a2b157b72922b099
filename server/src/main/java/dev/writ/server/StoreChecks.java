package dev.writ.server;

import dev.writ.WritException;
import dev.writ.event.audit.AuditLog;
import dev.writ.event.audit.AuditSettings;
import dev.writ.server.Doctor.Check;
import dev.writ.server.Doctor.State;
import dev.writ.store.PostgresAddress;
import dev.writ.store.PostgresLook;
import dev.writ.store.PostgresStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** How the PostgreSQL server stands that Writ is to store in: nothing of it where Writ stores in a file. */
final class StoreChecks {
    private static final String NAME = "database server";
    private static final String ALL = "everything";
    /** The oldest release of which the tests have run with none of the newer ones' words. */
    private static final int OLDEST = 14;

    /** The migration from which on nodes share the key of the log. */
    private static final int SEALED = 25;

    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(1);

    private final Settings settings;
    private final InstantSource clock;

    StoreChecks(Settings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    List<Check> all() {
        return settings.postgres().map(this::of).orElseGet(List::of);
    }

    private List<Check> of(PostgresAddress address) {
        String password = settings.environment().getOrDefault(PostgresAddress.PASSWORD, "");
        PostgresLook look;
        try {
            look = PostgresLook.at(address, password, clock);
        } catch (WritException e) {
            return List.of(new Check(
                    NAME,
                    State.MISSING,
                    address + ": " + e.failure().message(),
                    ALL,
                    e.failure().hint()));
        }
        List<Check> checks = new ArrayList<>();
        checks.add(server(address, look));
        checks.add(rights(look));
        checks.add(version(look));
        checks.add(clocks(look));
        checks.add(connections(look));
        if (look.ownsTables() && look.migration() >= SEALED) {
            checks.add(key(address, password));
        }
        return checks;
    }

    private static Check server(PostgresAddress address, PostgresLook look) {
        String detail = address + ", PostgreSQL " + look.version();
        if (look.standby()) {
            return new Check(
                    NAME, State.MISSING, detail + ", a standby that takes no writes", ALL, "Name the primary server.");
        }
        if (look.release() < OLDEST) {
            return new Check(NAME, State.MISSING, detail, ALL, "Use PostgreSQL " + OLDEST + " or newer.");
        }
        return look.durable()
                ? new Check(NAME, State.OK, detail, "", "")
                : new Check(
                        NAME,
                        State.WARNING,
                        detail + ", with fsync off",
                        "",
                        "What was acknowledged may be lost when its machine fails; switch fsync on.");
    }

    private Check key(PostgresAddress address, String password) {
        Path file = AuditSettings.read(settings.section("audit")).keyFile(settings.dataFolder());
        return PostgresStore.inspect(address, password, handle -> AuditLog.keyProblem(handle, file))
                .map(problem -> new Check("audit key", State.MISSING, problem.message(), ALL, problem.hint()))
                .orElseGet(() -> new Check("audit key", State.OK, file + " fits the log", "", ""));
    }

    private static Check rights(PostgresLook look) {
        if (!look.ownsTables()) {
            return new Check(
                    "database rights",
                    State.MISSING,
                    "the user does not own Writ's tables",
                    ALL,
                    "Use the user who made them, or REASSIGN OWNED BY that one TO this one.");
        }
        return look.mayCreate()
                ? new Check("database rights", State.OK, "the user may make tables", "", "")
                : new Check(
                        "database rights",
                        State.MISSING,
                        "the user may not make tables in the schema",
                        ALL,
                        "ALTER DATABASE name OWNER TO user, or GRANT CREATE ON SCHEMA public TO user.");
    }

    private static Check version(PostgresLook look) {
        String name = "database version";
        String nodes = look.nodes() == 0
                ? "no node works on it"
                : look.nodes() == 1 ? "1 node works on it" : look.nodes() + " nodes work on it";
        if (!look.fits()) {
            return new Check(
                    name,
                    State.MISSING,
                    look.migration() + ", of a newer Writ; this one knows " + PostgresLook.OWN_MIGRATION,
                    ALL,
                    "Use the newer version of Writ.");
        }
        if (look.migration() == 0) {
            return new Check(name, State.OK, "empty; the first start makes the tables", "", "");
        }
        String detail = look.migration() + ", " + nodes;
        return look.migration() < PostgresLook.OWN_MIGRATION
                ? new Check(
                        name, State.OK, detail + "; the next start takes it to " + PostgresLook.OWN_MIGRATION, "", "")
                : new Check(name, State.OK, detail, "", "");
    }

    private static Check clocks(PostgresLook look) {
        String detail = look.ahead().abs().toMillis() + " ms " + (look.ahead().isNegative() ? "behind" : "ahead of")
                + " the clock of this machine";
        return look.ahead().abs().compareTo(CLOCKS_DIFFER) > 0
                ? new Check(
                        "database clock",
                        State.WARNING,
                        detail,
                        "",
                        "Grants and deadlines end by the clock of the node that looks; set both clocks by NTP.")
                : new Check("database clock", State.OK, detail, "", "");
    }

    private static Check connections(PostgresLook look) {
        String detail = look.freeConnections() + " are free, and a node needs " + PostgresLook.CONNECTIONS;
        return look.freeConnections() < PostgresLook.CONNECTIONS
                ? new Check(
                        "database connections",
                        State.WARNING,
                        detail,
                        "",
                        "Raise max_connections of the server, or stop other programs.")
                : new Check("database connections", State.OK, detail, "", "");
    }
}
