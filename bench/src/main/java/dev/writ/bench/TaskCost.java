package dev.writ.bench;

import dev.writ.store.Database;
import dev.writ.store.Dialect;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a task leaves in the database, and what it took to write it. */
final class TaskCost implements Measurement {
    @Override
    public String name() {
        return "cost";
    }

    @Override
    public String title() {
        return "What a task costs the database";
    }

    @Override
    public String explanation() {
        return "Tasks whose model ends them at once, after a warm-up, counted in the database before and after: events, "
                + "rows of all tables that are more than before, bytes that the database grew by, commits (each for all "
                + "that waited), and on PostgreSQL rows written, statements' transactions and bytes of write-ahead log of "
                + "the whole server. *One at a time*: the next task is handed in when the one before has ended; *at "
                + "once*: all are handed in, and the engine takes eight at a time.";
    }

    @Override
    public List<Row> measure(Plan plan) throws Exception {
        List<Row> rows = new ArrayList<>();
        int tasks = plan.choose(50, 300);
        for (String process : List.of("single_agent", "neutral_task")) {
            rows.addAll(measure(plan, process, tasks, Optional.empty()));
        }
        try (PostgresServer server = PostgresServer.durable(plan)) {
            for (String process : List.of("single_agent", "neutral_task")) {
                rows.addAll(measure(plan, process, tasks, Optional.of(server.emptyDatabase())));
            }
            rows.add(server.row());
        } catch (Missing e) {
            rows.add(Row.missing("on PostgreSQL", e.why()));
        }
        return rows;
    }

    private static RunningCore open(Path folder, Optional<String> address) throws IOException {
        ScriptedModel ends = new ScriptedModel(request -> ScriptedModel.end());
        return address.isEmpty()
                ? new RunningCore(folder, ends)
                : RunningCore.onServer(folder, ends, address.get(), folder.resolve("key"));
    }

    private static List<Row> measure(Plan plan, String process, int tasks, Optional<String> address) throws Exception {
        try (RunningCore core = open(plan.newFolder("cost"), address)) {
            int warm = tasks / 5;
            for (int i = 0; i < warm; i++) {
                core.submit(process);
            }
            core.awaitAll(warm);
            String where = "`" + process + "` on " + (address.isPresent() ? "PostgreSQL" : "SQLite");

            Counts start = Counts.of(core);
            for (int i = 1; i <= tasks; i++) {
                core.submit(process);
                core.awaitAll(warm + i);
            }
            Counts middle = Counts.of(core);
            for (int i = 0; i < tasks; i++) {
                core.submit(process);
            }
            core.awaitAll(warm + 2 * tasks);
            Counts end = Counts.of(core);
            return List.of(
                    middle.since(start, tasks, where + ", one at a time"),
                    end.since(middle, tasks, where + ", at once"));
        }
    }

    /** What a database and its server have counted so far; what they do not count is 0. */
    private record Counts(long nanos, Map<String, Long> counts) {
        static Counts of(RunningCore core) {
            Database database = core.core().database();
            Map<String, Long> counts = new HashMap<>();
            counts.put("commits", database.commits());
            counts.put("events", (long) core.number("SELECT COUNT(*) FROM events"));
            counts.put("rows", rows(database));
            if (database.dialect() == Dialect.SQLITE) {
                counts.put(
                        "bytes",
                        ask(
                                database,
                                "SELECT (page_count - freelist_count) * page_size FROM pragma_page_count(),"
                                        + " pragma_freelist_count(), pragma_page_size()"));
            } else {
                counts.put("bytes", ask(database, "SELECT pg_database_size(current_database())"));
                counts.put("log", ask(database, "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint"));
                counts.put("written", ask(database, """
                                SELECT tup_inserted + tup_updated + tup_deleted FROM pg_stat_database
                                WHERE datname = current_database()"""));
                counts.put(
                        "transactions",
                        ask(database, "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()"));
            }
            return new Counts(System.nanoTime(), counts);
        }

        private static long rows(Database database) {
            List<String> tables = database.read(handle -> handle.createQuery(
                            database.dialect() == Dialect.SQLITE
                                    ? "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
                                            + " AND name NOT LIKE '%fts%'"
                                    : "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
                    .mapTo(String.class)
                    .list());
            long rows = 0;
            for (String table : tables) {
                rows += ask(database, "SELECT COUNT(*) FROM \"" + table + "\"");
            }
            return rows;
        }

        private static long ask(Database database, String sql) {
            return database.read(
                    handle -> handle.createQuery(sql).mapTo(Long.class).one());
        }

        Row since(Counts before, int tasks, String name) {
            double seconds = (nanos - before.nanos) / 1e9;
            String figure = per(before, "events", tasks) + " events, " + per(before, "rows", tasks) + " rows, "
                    + per(before, "bytes", tasks) + " bytes, " + per(before, "commits", tasks) + " commits";
            if (counts.containsKey("log")) {
                figure += "; of the server " + per(before, "written", tasks) + " rows written, "
                        + per(before, "transactions", tasks) + " transactions, " + per(before, "log", tasks)
                        + " bytes of log";
            }
            return Row.of(name, figure, Spans.digits(tasks / seconds) + " tasks/s");
        }

        private String per(Counts before, String what, int tasks) {
            double each = (counts.getOrDefault(what, 0L) - before.counts.getOrDefault(what, 0L)) / (double) tasks;
            return each >= 100 ? Long.toString(Math.round(each)) : "%.1f".formatted(each);
        }
    }
}
