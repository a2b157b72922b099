package dev.writ.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.WritException;
import dev.writ.event.AuditedTable;
import dev.writ.event.EventLeaf;
import dev.writ.event.audit.Finding;
import dev.writ.event.audit.Finding.Kind;
import dev.writ.event.audit.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JIT-16: somebody writes into the database file while nobody looks. Every change is found, and named. */
class TamperAttackTest {
    private static final int TRIES = 1_000;
    private static final List<String> COVERED = List.of(
            "SELECT " + EventLeaf.COLUMNS + " FROM events ORDER BY seq",
            of(AuditedTable.CALL),
            of(AuditedTable.GRANT),
            of(AuditedTable.APPROVAL),
            "SELECT level, position, hashes FROM audit_tiles ORDER BY level, position",
            "SELECT size, note FROM audit_checkpoints ORDER BY size",
            "SELECT seq FROM sqlite_sequence WHERE name = 'events'");

    @TempDir
    static Path folder;

    private static RecordedLog log;
    private static Path copy;

    private static String of(AuditedTable table) {
        return "SELECT " + table.columns() + " FROM " + table.table() + " NOT INDEXED";
    }

    @BeforeAll
    static void record() {
        log = RecordedLog.make(folder, 15);
        copy = folder.resolve("copy.db");
    }

    @Test
    void whatNobodyTouchedHolds() {
        Verification untouched = log.after(copy, handle -> {});
        assertThat(untouched.findings()).isEmpty();
        assertThat(untouched.unsigned()).isZero();
        assertThat(untouched.last()).isGreaterThan(256);
        assertThat(untouched.rows()).isGreaterThan(100);
    }

    @Test
    void everyByteThatChangesWhatIsRecordedIsFound() throws IOException {
        byte[] whole = Files.readAllBytes(log.file);
        List<?> before = content(log.file);
        Random random = new Random(6_962);
        int hits = 0;
        for (int i = 0; i < TRIES; i++) {
            byte[] changed = whole.clone();
            int place = random.nextInt(changed.length);
            changed[place] ^= (byte) (1 + random.nextInt(255));
            Files.write(copy, changed);
            boolean same = before.equals(content(copy));
            if (!same) {
                hits++;
            }
            assertThat(holds(copy)).as("byte " + place + " of try " + i).isEqualTo(same);
        }
        assertThat(hits).as("tries that hit something").isGreaterThan(TRIES / 5);
    }

    private static boolean holds(Path database) {
        try {
            return log.verify(database).holds();
        } catch (WritException e) {
            return false;
        }
    }

    /** What is covered, as plain reading gives it; where that cannot be read, what nothing equals. */
    private static List<?> content(Path database) {
        try {
            return dev.writ.store.SqliteStore.inspect(
                    database,
                    handle -> COVERED.stream()
                            .map(sql -> handle.createQuery(sql)
                                    .map((row, context) -> {
                                        StringBuilder text = new StringBuilder();
                                        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                                            Object value = row.getObject(i);
                                            text.append(
                                                            value == null
                                                                    ? ""
                                                                    : value.getClass()
                                                                            .getSimpleName())
                                                    .append(
                                                            value instanceof byte[] bytes
                                                                    ? java.util.HexFormat.of()
                                                                            .formatHex(bytes)
                                                                    : value)
                                                    .append('|');
                                        }
                                        return text.toString();
                                    })
                                    .list())
                            .toList());
        } catch (WritException | JdbiException e) {
            return List.of(new Object());
        }
    }

    @Test
    void everyRowThatIsChangedRemovedPutInOrSwappedIsNamed() {
        Random random = new Random(9_162);
        List<Target> targets = List.of(
                new Target("events", "seq"),
                new Target("tool_usage_events", "call"),
                new Target("task_tool_assignments", "id"),
                new Target("approvals", "id"));
        for (int i = 0; i < TRIES; i++) {
            Target target = targets.get(random.nextInt(targets.size()));
            String done =
                    switch (random.nextInt(4)) {
                        case 0 -> check(target.change(log, random));
                        case 1 -> check(target.remove(log, random));
                        case 2 -> check(target.putIn(log, random));
                        default -> check(target.swap(log, random));
                    };
            assertThat(done).as("try " + i).isEmpty();
        }
    }

    /** What was done; and which row must be named, with which kinds of finding. */
    private record Attack(String sql, List<Object> values, String table, String row, List<Kind> kinds) {}

    private static String check(Attack attack) {
        Verification verification = log.after(copy, handle -> {
            handle.execute("PRAGMA foreign_keys = OFF");
            for (String statement : attack.sql().split(";")) {
                handle.execute(
                        statement, statement.contains("?") ? attack.values().toArray() : new Object[0]);
            }
        });
        boolean named = verification.findings().stream()
                .anyMatch(finding -> finding.table().equals(attack.table())
                        && finding.row().equals(attack.row())
                        && attack.kinds().contains(finding.kind()));
        return named ? "" : attack + " gave " + verification.findings();
    }

    private record Target(String table, String key) {
        private List<Map<String, Object>> rows(Handle handle) {
            return handle.select("SELECT * FROM " + table + " ORDER BY " + key)
                    .mapToMap()
                    .list();
        }

        private Map<String, Object> any(RecordedLog log, Random random) {
            return dev.writ.store.SqliteStore.inspect(log.file, handle -> {
                List<Map<String, Object>> rows = rows(handle);
                return rows.get(random.nextInt(rows.size()));
            });
        }

        private String name(Map<String, Object> row) {
            return String.valueOf(row.get(key));
        }

        Attack change(RecordedLog log, Random random) {
            Map<String, Object> row = any(log, random);
            List<String> columns = row.keySet().stream()
                    .filter(column -> !column.equals(key))
                    .sorted()
                    .toList();
            String column = columns.get(random.nextInt(columns.size()));
            Object old = row.get(column);
            Object other =
                    switch (old) {
                        case Number number -> number.longValue() + 1 + random.nextInt(1_000);
                        case byte[] bytes -> {
                            byte[] changed = bytes.clone();
                            changed[random.nextInt(changed.length)] ^= 1;
                            yield changed;
                        }
                        case null -> 7L;
                        default -> old + "x";
                    };
            return new Attack(
                    "UPDATE " + table + " SET " + column + " = ? WHERE " + key + " = ?",
                    List.of(other, Objects.requireNonNull(row.get(key))),
                    table,
                    name(row),
                    List.of(Kind.CHANGED));
        }

        Attack remove(RecordedLog log, Random random) {
            Map<String, Object> row = any(log, random);
            return new Attack(
                    "DELETE FROM " + table + " WHERE " + key + " = ?",
                    List.of(Objects.requireNonNull(row.get(key))),
                    table,
                    name(row),
                    List.of(Kind.REMOVED, Kind.TRUNCATED));
        }

        /** As another row is, under a key of its own; an event in the place of one that is moved on with all after it. */
        Attack putIn(RecordedLog log, Random random) {
            Map<String, Object> row = any(log, random);
            Object old = Objects.requireNonNull(row.get(key));
            if (table.equals("events")) {
                long seq = ((Number) old).longValue();
                return new Attack(
                        "UPDATE events SET seq = -seq WHERE seq >= " + seq
                                + ";UPDATE events SET seq = 1 - seq WHERE seq < 0;"
                                + "INSERT INTO events (seq, id, at, type) VALUES (" + seq
                                + ", 'forged', 5, 'grant.issued')",
                        List.of(),
                        table,
                        name(row),
                        List.of(Kind.INSERTED, Kind.CHANGED));
            }
            String columns = String.join(
                    ", ",
                    row.keySet().stream().filter(column -> !column.equals(key)).toList());
            return new Attack(
                    "INSERT INTO " + table + " (" + key + ", " + columns + ") SELECT 'forged', " + columns + " FROM "
                            + table + " WHERE " + key + " = ?",
                    List.of(old),
                    table,
                    "forged",
                    List.of(Kind.INSERTED));
        }

        /** Two rows change places: each has the key of the other. */
        Attack swap(RecordedLog log, Random random) {
            Map<String, Object> one = any(log, random);
            Map<String, Object> two = any(log, random);
            while (one.get(key).equals(two.get(key))) {
                two = any(log, random);
            }
            String between = table.equals("events") ? "-1" : "'between'";
            return new Attack(
                    "UPDATE " + table + " SET " + key + " = " + between + " WHERE " + key + " = " + literal(one)
                            + ";UPDATE "
                            + table + " SET " + key + " = " + literal(one) + " WHERE " + key + " = " + literal(two)
                            + ";UPDATE " + table + " SET " + key + " = " + literal(two) + " WHERE " + key + " = "
                            + between,
                    List.of(),
                    table,
                    name(one),
                    List.of(Kind.MOVED, Kind.CHANGED));
        }

        private String literal(Map<String, Object> row) {
            return row.get(key) instanceof Number number ? number.toString() : "'" + name(row) + "'";
        }
    }

    @Test
    void whoChangesTheTreeAsWellIsFoundByTheSignature() {
        Verification both = log.after(copy, handle -> {
            handle.execute("UPDATE events SET actor = 'person:eve' WHERE seq = 280");
            byte[] leaf = handle.createQuery("SELECT " + EventLeaf.COLUMNS + " FROM events WHERE seq = 280")
                    .map((row, context) -> EventLeaf.hash(
                            EventLeaf.form(row, EventLeaf.dataHash(row.getBytes(14), row.getString(13)))))
                    .one();
            byte[] hashes = handle.createQuery("SELECT hashes FROM audit_tiles WHERE level = 0 AND position = 1")
                    .mapTo(byte[].class)
                    .one();
            System.arraycopy(leaf, 0, hashes, (279 - 256) * 32, 32);
            handle.execute("UPDATE audit_tiles SET hashes = ? WHERE level = 0 AND position = 1", hashes);
        });
        assertThat(both.findings()).extracting(Finding::kind).contains(Kind.CHECKPOINT);
        Finding named = both.findings().stream()
                .filter(finding -> finding.kind() == Kind.CHECKPOINT)
                .findFirst()
                .orElseThrow();
        assertThat(named.sentence()).matches("What the checkpoint at \\d+ in the database signed is not this log: .*");
        assertThat(named.seq()).isLessThanOrEqualTo(280);
        assertThat(both.checkpoint().orElseThrow().size()).isLessThan(280);
    }

    @Test
    void whoChangesTheTreeAloneIsToldThatTheEventsHold() {
        Verification tree = log.after(
                copy,
                handle -> handle.execute(
                        "UPDATE audit_tiles SET hashes = zeroblob(8192) WHERE level = 0 AND position = 0"));
        assertThat(tree.findings()).extracting(Finding::kind).containsOnly(Kind.TREE);
        assertThat(tree.checkpoint()).isPresent();
    }

    @Test
    void aRowAsItOnceWasIsNotTheRow() {
        Verification old = log.after(
                copy,
                handle -> handle.execute(
                        "UPDATE task_tool_assignments SET state = 'live', ended_at = NULL, ended_by = '', end_reason = '' "
                                + "WHERE state = 'revoked'"));
        assertThat(old.findings())
                .isNotEmpty()
                .allMatch(finding ->
                        finding.kind() == Kind.CHANGED && finding.table().equals("task_tool_assignments"));
    }
}
