package dev.writ.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both databases have the same tables, so that all other SQL may be the same. */
class FoundationTest {
    /** The nodes that share a server and what they work on: a file has one user. */
    private static final Set<String> ONLY_ON_POSTGRES = Set.of("nodes", "oldest_node", "task_leases");

    @TempDir
    Path folder;

    private Database file;
    private Database server;

    @BeforeEach
    void open() {
        file = SqliteStore.open(folder.resolve("writ.db"));
        server = TestingPostgres.open(folder);
    }

    @AfterEach
    void close() {
        server.close();
        file.close();
    }

    private static Map<String, String> read(Database database, String sql) {
        return database.read(handle -> {
            Map<String, String> found = new TreeMap<>();
            handle.createQuery(sql).mapToMap().forEach(row -> {
                String key = String.valueOf(row.get("what"));
                found.merge(key, String.valueOf(row.get("how")), (one, other) -> one + ", " + other);
            });
            ONLY_ON_POSTGRES.forEach(table -> found.keySet().removeIf(key -> key.matches(table + "( .*)?")));
            return found;
        });
    }

    private static final String SQLITE_TABLES = """
            (SELECT name FROM sqlite_schema WHERE type = 'table'
             AND name NOT GLOB 'sqlite_*' AND name NOT GLOB 'flyway_*')
            """;

    private static final String POSTGRES_TABLES = """
            (SELECT oid, relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
             AND relname !~ '^flyway_')
            """;

    @Test
    void the_columns_are_the_same_in_the_same_order_with_the_same_defaults() {
        Map<String, String> onFile = read(file, """
                SELECT t.name AS what, c.name || ' ' || c.type || ' '
                    || CASE WHEN c."notnull" = 1 OR c.pk > 0 THEN 'NOT NULL' ELSE '' END || ' '
                    || COALESCE(c.dflt_value, '') AS how
                FROM %s t, pragma_table_info(t.name) c ORDER BY t.name, c.cid
                """.formatted(SQLITE_TABLES));
        Map<String, String> onServer = read(server, """
                SELECT t.relname AS what, a.attname || ' ' || format_type(a.atttypid, NULL) || ' '
                    || CASE WHEN a.attnotnull THEN 'NOT NULL' ELSE '' END || ' '
                    || COALESCE(pg_get_expr(d.adbin, d.adrelid), '') AS how
                FROM %s t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
                LEFT JOIN pg_attrdef d ON d.adrelid = t.oid AND d.adnum = a.attnum ORDER BY t.relname, a.attnum
                """.formatted(POSTGRES_TABLES));
        assertThat(onFile).hasSizeGreaterThan(30);
        onFile.replaceAll((table, columns) -> words(columns));
        onServer.replaceAll((table, columns) -> words(columns));
        assertThat(onServer).isEqualTo(onFile);
    }

    /** Types and defaults under one name. SQLite's whole numbers all have eight bytes. */
    private static String words(String columns) {
        return columns.replaceAll("::\\w+", "")
                .replace("next_event()", "")
                .replace("x''", "'\\x'")
                .replaceAll("(?i)timestamp with time zone", "timestamp")
                .replaceAll(" (INTEGER|BIGINT|integer|bigint) ", " number ")
                .replaceAll(" (REAL|DOUBLE PRECISION|double precision) ", " fraction ")
                .replaceAll(" (BLOB|bytea) ", " bytes ")
                .replaceAll(" (BOOLEAN|boolean) ", " truth ")
                .replaceAll("(?<= )(TEXT|text)(?= )", "text")
                .replaceAll(" (TIMESTAMP|timestamp) ", " time ");
    }

    @Test
    void times_have_eight_bytes() {
        List<String> narrow = server.read(
                handle -> handle.createQuery("""
                        SELECT table_name || '.' || column_name FROM information_schema.columns
                        WHERE table_schema = 'public' AND data_type = 'integer' AND column_name ~ '(_at|_seq|_micros|^at)$'
                        """).mapTo(String.class).list());
        assertThat(narrow).isEmpty();
    }

    @Test
    void keys_and_indexes_are_the_same() {
        Map<String, String> onFile = read(file, """
                SELECT t.name || CASE i.origin WHEN 'c' THEN ' index ' || i.name WHEN 'pk' THEN ' key' ELSE ' unique' END AS what,
                    CASE i."unique" WHEN 1 THEN 'unique (' ELSE '(' END
                    || (SELECT group_concat(name) FROM (SELECT x.name FROM pragma_index_info(i.name) x ORDER BY x.seqno))
                    || ')' || CASE i.partial WHEN 1 THEN s.sql ELSE '' END AS how
                FROM %s t, pragma_index_list(t.name) i LEFT JOIN sqlite_schema s ON s.type = 'index' AND s.name = i.name
                ORDER BY 1, 2
                """.formatted(SQLITE_TABLES));
        // A key of one whole number is the row's own number, and no index.
        onFile.put("events key", "unique (seq)");
        onFile.put("audit_checkpoints key", "unique (size)");
        onFile.put("prediction_examples key", "unique (number)");
        onFile.put("prediction_models key", "unique (version)");
        Map<String, String> onServer = read(server, """
                SELECT t.relname || CASE WHEN i.indisprimary THEN ' key' WHEN c.oid IS NOT NULL THEN ' unique'
                        ELSE ' index ' || n.relname END AS what,
                    CASE WHEN i.indisunique THEN 'unique (' ELSE '(' END
                    || (SELECT string_agg(a.attname, ',' ORDER BY k.place) FROM unnest(i.indkey) WITH ORDINALITY k (number, place)
                        JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number)
                    || ')' || COALESCE(' WHERE ' || pg_get_expr(i.indpred, i.indrelid), '') AS how
                FROM %s t JOIN pg_index i ON i.indrelid = t.oid JOIN pg_class n ON n.oid = i.indexrelid
                LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.contype = 'u' ORDER BY 1, 2
                """.formatted(POSTGRES_TABLES));
        onFile.replaceAll((what, how) -> predicate(how));
        onServer.replaceAll((what, how) -> predicate(how));
        assertThat(onServer).isEqualTo(onFile);
    }

    private static final Pattern LITERAL = Pattern.compile("'[^']*'");

    /** The columns, and of a condition the column and the words it compares with, however it is written. */
    private static String predicate(String how) {
        int at = how.indexOf(" WHERE ");
        if (at < 0) {
            return how;
        }
        String condition = how.substring(at).strip().substring("WHERE ".length());
        String column = condition.replaceFirst("(?s)^\\W*(\\w+).*", "$1");
        Set<String> words = new TreeSet<>();
        LITERAL.matcher(condition).results().forEach(found -> words.add(found.group()));
        return how.substring(0, how.indexOf(')') + 1) + " where " + column + " " + words;
    }

    @Test
    void references_are_the_same() {
        Map<String, String> onFile = read(file, """
                SELECT t.name || ' ' || f."from" AS what, f."table" || '.' || COALESCE(f."to", '') || ' ' || f.on_delete AS how
                FROM %s t, pragma_foreign_key_list(t.name) f
                """.formatted(SQLITE_TABLES));
        Map<String, String> onServer = read(server, """
                SELECT t.relname || ' ' || a.attname AS what, f.relname || '.' || b.attname || ' '
                    || CASE c.confdeltype WHEN 'a' THEN 'NO ACTION' WHEN 'c' THEN 'CASCADE' ELSE c.confdeltype::text END AS how
                FROM %s t JOIN pg_constraint c ON c.conrelid = t.oid AND c.contype = 'f'
                JOIN pg_class f ON f.oid = c.confrelid
                JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = c.conkey[1]
                JOIN pg_attribute b ON b.attrelid = f.oid AND b.attnum = c.confkey[1]
                """.formatted(POSTGRES_TABLES));
        assertThat(onFile).isNotEmpty();
        assertThat(onServer).isEqualTo(onFile);
    }

    @Test
    void triggers_are_the_same() {
        assertThat(read(server, "SELECT tgname AS what, '' AS how FROM pg_trigger WHERE NOT tgisinternal"))
                .isEqualTo(read(file, "SELECT name AS what, '' AS how FROM sqlite_schema WHERE type = 'trigger'"));
    }

    @Test
    void both_are_of_the_newest_version() {
        for (Database database : List.of(file, server)) {
            assertThat(database.read((Handle handle) -> handle.createQuery(
                                    "SELECT version FROM flyway_schema_history ORDER BY installed_rank DESC LIMIT 1")
                            .mapTo(String.class)
                            .one()))
                    .isEqualTo(SqliteStore.NEWEST_MIGRATION);
        }
    }
}
