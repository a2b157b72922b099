package dev.writ.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.TestingClock;
import dev.writ.event.audit.AuditLog;
import dev.writ.event.audit.Finding.Kind;
import dev.writ.event.audit.LogVerifier;
import dev.writ.event.audit.Verification;
import dev.writ.event.merkle.NoteKey;
import dev.writ.store.PostgresAddress;
import dev.writ.store.TestingPostgres;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * JIT-16 on PostgreSQL: somebody who owns the server changes rows, as {@link TamperAttackTest} does in a file. Each attack is
 * looked at within its own transaction, which is taken back.
 */
class TamperOnPostgresTest {
    private static final int TRIES = Integer.getInteger("writ.tamper.tries", 60);

    @TempDir
    static Path folder;

    private static PostgresAddress address;
    private static NoteKey key;

    @BeforeAll
    static void record() {
        address = TestingPostgres.address(folder);
        try (TestingWrit writ = TestingWrit.node(folder.resolve("node"), address, new TestingClock())) {
            AuditLog audit = RecordedLog.log(writ);
            audit.start();
            for (int round = 0; round < 4; round++) {
                RecordedLog.work(writ, round);
                audit.checkpoint();
            }
            audit.close();
            key = audit.key().publicKey();
        }
    }

    private record Target(String table, String key) {
        private static final List<Target> ALL = List.of(
                new Target("events", "seq"),
                new Target("tool_usage_events", "call"),
                new Target("task_tool_assignments", "id"),
                new Target("approvals", "id"));

        Map<String, Object> any(Handle handle, Random random) {
            List<Map<String, Object>> rows = handle.select("SELECT * FROM " + table + " ORDER BY " + key)
                    .mapToMap()
                    .list();
            return rows.get(random.nextInt(rows.size()));
        }
    }

    private static Verification verify(Handle handle) {
        return LogVerifier.verify(handle, key, List.of(), Instant.EPOCH);
    }

    @Test
    void everyRowThatIsChangedRemovedPutInOrSwappedIsNamed() {
        Random random = new Random(9_162);
        try (Handle handle = Jdbi.open(address.jdbcUrl(), address.user(), "")) {
            assertThat(verify(handle).findings()).isEmpty();
            for (int i = 0; i < TRIES; i++) {
                Target target = Target.ALL.get(random.nextInt(Target.ALL.size()));
                int what = random.nextInt(4);
                handle.begin();
                // As the owner of the server can: no references are looked after.
                handle.execute("SET LOCAL session_replication_role = replica");
                Map<String, Object> row = target.any(handle, random);
                Object named =
                        switch (what) {
                            case 0 -> change(handle, target, row, random);
                            case 1 -> remove(handle, target, row);
                            case 2 -> putIn(handle, target, row);
                            default -> swap(handle, target, row, random);
                        };
                Verification verification = verify(handle);
                handle.rollback();
                assertThat(verification.findings())
                        .as("try %d: %d of %s in %s", i, what, row.get(target.key()), target.table())
                        .anyMatch(finding -> finding.table().equals(target.table())
                                && finding.row().equals(String.valueOf(named)));
            }
            assertThat(verify(handle).findings()).isEmpty();
        }
    }

    private static Object change(Handle handle, Target target, Map<String, Object> row, Random random) {
        List<String> columns = row.keySet().stream()
                .filter(column -> !column.equals(target.key()))
                .sorted()
                .toList();
        String column = columns.get(random.nextInt(columns.size()));
        String other =
                switch (row.get(column)) {
                    case Number number -> column + " + 1";
                    case byte[] bytes -> column + " || '\\x01'::bytea";
                    case null -> columnType(handle, target, column);
                    default -> column + " || 'x'";
                };
        handle.execute(
                "UPDATE " + target.table() + " SET " + column + " = " + other + " WHERE " + target.key() + " = ?",
                row.get(target.key()));
        return Objects.requireNonNull(row.get(target.key()));
    }

    /** A value for a column that has none. */
    private static String columnType(Handle handle, Target target, String column) {
        String type = handle.select(
                        "SELECT data_type FROM information_schema.columns WHERE table_name = ? AND column_name = ?",
                        target.table(),
                        column)
                .mapTo(String.class)
                .one();
        return type.equals("text") ? "'x'" : "7";
    }

    private static Object remove(Handle handle, Target target, Map<String, Object> row) {
        handle.execute("DELETE FROM " + target.table() + " WHERE " + target.key() + " = ?", row.get(target.key()));
        return Objects.requireNonNull(row.get(target.key()));
    }

    /** As another row is, under a key of its own; an event in the place of one that is moved on with all after it. */
    private static Object putIn(Handle handle, Target target, Map<String, Object> row) {
        Object old = Objects.requireNonNull(row.get(target.key()));
        if (target.table().equals("events")) {
            handle.execute("UPDATE events SET seq = -seq WHERE seq >= ?", old);
            handle.execute("UPDATE events SET seq = 1 - seq WHERE seq < 0");
            handle.execute("INSERT INTO events (seq, id, at, type) VALUES (?, 'forged', 5, 'grant.issued')", old);
            return old;
        }
        String columns = row.keySet().stream()
                .filter(column -> !column.equals(target.key()))
                .collect(Collectors.joining(", "));
        handle.execute(
                "INSERT INTO " + target.table() + " (" + target.key() + ", " + columns + ") SELECT 'forged', " + columns
                        + " FROM " + target.table() + " WHERE " + target.key() + " = ?",
                old);
        return "forged";
    }

    private static Object swap(Handle handle, Target target, Map<String, Object> one, Random random) {
        String key = target.key();
        Map<String, Object> two = target.any(handle, random);
        while (Objects.equals(one.get(key), two.get(key))) {
            two = target.any(handle, random);
        }
        Object between = target.table().equals("events") ? (Object) (-1L) : "between";
        String move = "UPDATE " + target.table() + " SET " + key + " = ? WHERE " + key + " = ?";
        handle.execute(move, between, one.get(key));
        handle.execute(move, one.get(key), two.get(key));
        handle.execute(move, two.get(key), between);
        return Objects.requireNonNull(one.get(key));
    }

    @Test
    void theEndThatIsCutOffIsMissed() {
        try (Handle handle = Jdbi.open(address.jdbcUrl(), address.user(), "")) {
            handle.begin();
            handle.execute("DELETE FROM events WHERE seq > (SELECT MAX(seq) - 3 FROM events)");
            assertThat(verify(handle).findings()).anyMatch(finding -> finding.kind() == Kind.TRUNCATED);
            handle.rollback();
        }
    }

    @Test
    void aCheckpointThatIsTakenAwayIsNamedByTheNextOne() {
        try (Handle handle = Jdbi.open(address.jdbcUrl(), address.user(), "")) {
            List<Long> sizes = handle.select("SELECT size FROM audit_checkpoints ORDER BY size")
                    .mapTo(Long.class)
                    .list();
            assertThat(sizes).hasSizeGreaterThan(2);
            for (long size : sizes.subList(0, sizes.size() - 1)) {
                handle.begin();
                handle.execute("DELETE FROM audit_checkpoints WHERE size = ?", size);
                assertThat(verify(handle).findings()).singleElement().satisfies(finding -> {
                    assertThat(finding.kind()).isEqualTo(Kind.REMOVED);
                    assertThat(finding.row()).isEqualTo(Long.toString(size));
                });
                handle.rollback();
            }
        }
    }

    @Test
    void whoChangesTheTreeAloneIsToldThatTheEventsHold() {
        try (Handle handle = Jdbi.open(address.jdbcUrl(), address.user(), "")) {
            handle.begin();
            handle.execute(
                    "UPDATE audit_tiles SET hashes = decode(repeat('00', length(hashes)), 'hex') WHERE level = 0");
            assertThat(verify(handle).findings()).isNotEmpty().allMatch(finding -> finding.kind() == Kind.TREE);
            handle.rollback();
        }
    }
}
