package dev.writ.bench;

import dev.writ.Json;
import dev.writ.tool.sql.SqlDatabase;
import dev.writ.tool.sql.SqlDatabases;
import dev.writ.tool.sql.SqlSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** What reading, writing and asking cost through the one door, beside doing the same alone. */
final class FileAndQueryCalls implements Measurement {
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final String SQL = "SELECT name, price FROM goods WHERE id = ";

    @Override
    public String name() {
        return "files";
    }

    @Override
    public String title() {
        return "File and query calls";
    }

    @Override
    public String explanation() {
        return "A file of 4 KB read, and overwritten with another content, and a named query that finds one row of a "
                + "thousand, each by one caller through the real gateway with the tools as they ship: two durable "
                + "records for each call, and for writing the content before kept for undoing, a diff, and the file "
                + "replaced in one step and on the disk. The peers do the work alone: java.nio reading; java.nio writing "
                + "beside, forcing to the disk and moving into place; JDBC on a read-only connection that is open, and on "
                + "one opened for the query, as Writ does it.";
    }

    @Override
    public List<Row> measure(Plan plan) throws Exception {
        Path folder = plan.newFolder("files").toRealPath();
        Path root = Files.createDirectory(folder.resolve("workspace"));
        Path shop = folder.resolve("shop.db");
        fill(shop);
        Files.writeString(root.resolve("read.txt"), text(0));
        Files.writeString(root.resolve("write.txt"), text(0));
        int calls = plan.choose(100, 1_000);
        try (WorkingGateway gateway = new WorkingGateway(folder.resolve("writ.db"), root, shop(shop));
                Connection open = DriverManager.getConnection("jdbc:sqlite:file:" + shop + "?mode=ro")) {
            Row read = Row.of(
                            "read 4 KB",
                            series(
                                    plan,
                                    calls,
                                    number -> gateway.call(
                                            "file_system_listing.read_file",
                                            Json.object().put("path", "read.txt"))))
                    .besides("java.nio "
                            + series(
                                            plan,
                                            calls,
                                            number -> Files.readString(root.resolve("read.txt"))
                                                    .length())
                                    .figure());
            Row write = Row.of(
                            "overwrite 4 KB",
                            series(
                                    plan,
                                    calls,
                                    number -> gateway.call(
                                            "file_edit.write_file",
                                            Json.object()
                                                    .put("path", "write.txt")
                                                    .put("content", text(number + 1))
                                                    .put("mode", "overwrite"))))
                    .besides("java.nio "
                            + series(plan, calls, number -> replace(root.resolve("alone.txt"), text(number)))
                                    .figure());
            Row query = Row.of(
                            "named query",
                            series(plan, calls, number -> gateway.call("sql_lite.execute_query", question(number))))
                    .besides("JDBC, open "
                            + series(plan, calls, number -> ask(open, number)).figure() + "; opened for it "
                            + series(plan, calls, number -> askAnew(shop, number))
                                    .figure());
            return List.of(read, write, query);
        }
    }

    private static Series series(Plan plan, int calls, Samples.Call call) throws Exception {
        Samples.take(calls / 2, LONGEST, call);
        return Series.of(plan.repeats(), () -> Samples.take(calls, LONGEST, call));
    }

    private static String text(int number) {
        return ("line " + number + " of a file that is measured\n").repeat(128).substring(0, 4_096);
    }

    private static int replace(Path file, String text) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                aside, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
        }
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        return text.length();
    }

    private static void fill(Path shop) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + shop);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE goods (id INTEGER PRIMARY KEY, name TEXT, price INTEGER)");
            statement.execute("INSERT INTO goods WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n"
                    + " WHERE i < 999) SELECT i, 'thing ' || i, i * 10 FROM n");
        }
    }

    private static Map<String, SqlSource> shop(Path file) {
        ObjectNode declared = Json.parseObject("""
                {"name": "shop", "kind": "sqlite", "description": "Goods.", "queries": [{
                   "name": "goods_by_id", "description": "One of them.",
                   "sql": "SELECT name, price FROM goods WHERE id = :id",
                   "parameters": [{"name": "id", "type": "integer", "required": true}]}]}
                """).put("location", file.toString());
        SqlDatabase shop = SqlDatabases.fromConfig(
                        Json.mapper().createArrayNode().add(declared))
                .getFirst();
        return Map.of(shop.name(), SqlSource.of(shop, Map.of()));
    }

    private static ObjectNode question(int number) {
        var arguments = Json.object().put("query", "shop:goods_by_id");
        arguments.putObject("parameters").put("id", number % 1_000);
        return arguments;
    }

    private static int ask(Connection connection, int number) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SQL + "?")) {
            statement.setInt(1, number % 1_000);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getString(1).length() : 0;
            }
        }
    }

    private static int askAnew(Path shop, int number) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:file:" + shop + "?mode=ro")) {
            return ask(connection, number);
        }
    }
}
