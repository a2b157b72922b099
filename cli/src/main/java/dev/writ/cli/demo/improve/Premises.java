package dev.writ.cli.demo.improve;

import dev.writ.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/** The folders, the database and the settings file of the demonstration. */
public final class Premises {
    static final String QUERY = "shop:latest_orders";

    private static final int ORDERS = 14_000;
    /** With a column that takes its time for each row. */
    private static final String SQL = """
            SELECT number, product, pieces,
                   (SELECT SUM(o.pieces) FROM orders o WHERE o.number BETWEEN orders.number - %d AND orders.number)
                   AS late
            FROM orders ORDER BY number DESC""";
    /** How many orders each row of the query adds up, on a machine that takes as long for it as is wanted. */
    private static final int USUAL_WORK = 3_000;

    private static final int MOST_WORK = 12_000;
    private static final int LEAST_WORK = 1_000;
    /** Of the query with as many rows as the limit lets through, alone: else the machine's pace would decide what is slow. */
    private static final Duration WANTED = Duration.ofMillis(400);

    private static final String[] FRUIT = {"apple", "pear", "plum", "fig", "quince", "medlar", "cherry", "lemon"};
    private static final int PARAGRAPHS = 60;
    private static final int CONCURRENT_TASKS = 16;

    private final Path folder;
    private final Map<Work, Path> workspaces = new EnumMap<>(Work.class);

    private Premises(Path folder) {
        this.folder = folder;
        for (Work work : Work.values()) {
            workspaces.put(work, folder.resolve("work").resolve(work.title()));
        }
        if (Files.isDirectory(moved())) {
            workspaces.put(Work.REPORTS, moved());
        }
    }

    /** Makes what is missing; a run that goes on finds everything as it is. */
    public static Premises in(Path folder) {
        Premises premises = new Premises(folder);
        if (Files.notExists(folder.resolve("premises-ready"))) {
            premises.make();
        }
        return premises;
    }

    /** The settings: the database of the shop, whose queries need no person. */
    public Path settings() {
        return folder.resolve("writ.yaml");
    }

    Path workspace(Work work) {
        return Objects.requireNonNull(workspaces.get(work));
    }

    /** The reports are made in another folder from now on, so that those on record cannot be run again. */
    void moveReports() {
        if (Files.isDirectory(moved())) {
            return;
        }
        try {
            Files.move(workspace(Work.REPORTS), moved());
            workspaces.put(Work.REPORTS, moved());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path moved() {
        return folder.resolve("work").resolve("reports-of-next-year");
    }

    private void make() {
        try {
            for (Path workspace : workspaces.values()) {
                Files.createDirectories(workspace);
            }
            Files.writeString(workspace(Work.REPORTS).resolve("nightly.sh"), """
                    # Waits for the numbers of another system, which takes its time.
                    sleep 1.3
                    echo "pieces: 4096"
                    """);
            Files.writeString(workspace(Work.REPORTS).resolve("report.txt"), "pieces: 4096\n");
            Files.writeString(workspace(Work.ORDERS).resolve("README.md"), "The orders are in the database `shop`.\n");
            Files.writeString(
                    workspace(Work.LETTERS).resolve("letter.txt"),
                    "Dear reader,\nthank you.\nYours\n" + "…\n".repeat(9));
            Files.writeString(workspace(Work.LOOKUPS).resolve("catalogue.txt"), "a book\n".repeat(120));
            int work = makeShop(folder.resolve("shop.db"));
            Files.writeString(settings(), Json.writePretty(content(work)));
            Files.writeString(folder.resolve("premises-ready"), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The amount of work that makes the query as slow as is wanted on this machine. */
    private static int makeShop(Path file) throws IOException {
        Files.deleteIfExists(file);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE orders (number INTEGER PRIMARY KEY, product TEXT, pieces INTEGER)");
            }
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO orders VALUES (?, ?, ?)")) {
                for (int number = 1; number <= ORDERS; number++) {
                    insert.setInt(1, number);
                    insert.setString(2, FRUIT[number % FRUIT.length]);
                    insert.setInt(3, 1 + number % 7);
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            connection.commit();
            long taken = Math.max(1, nanos(connection));
            return Math.clamp(USUAL_WORK * WANTED.toNanos() / taken, LEAST_WORK, MOST_WORK);
        } catch (SQLException e) {
            throw new IOException("the database of the shop cannot be made", e);
        }
    }

    private static long nanos(Connection connection) throws SQLException {
        long from = System.nanoTime();
        try (PreparedStatement query = connection.prepareStatement(SQL.formatted(USUAL_WORK))) {
            query.setMaxRows(Fault.ROW_LIMIT);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    // Each row is computed when it is asked for.
                }
            }
        }
        return System.nanoTime() - from;
    }

    /** As YAML, of which JSON is a part. */
    private ObjectNode content(int work) {
        ObjectNode query = Json.object()
                .put("name", "latest_orders")
                .put("description", "All orders, the latest first")
                .put("sql", SQL.formatted(work));
        ObjectNode database = Json.object()
                .put("name", "shop")
                .put("kind", "sqlite")
                .put("location", folder.resolve("shop.db").toString())
                .put("description", "The orders of a shop");
        database.putArray("queries").add(query);
        ObjectNode grant = Json.object().put("tool", "sql_lite");
        grant.putObject("scope").set("queries", Json.array(List.of("shop:*")));
        ObjectNode settings = Json.object();
        settings.put("concurrent_tasks", CONCURRENT_TASKS);
        settings.putArray("databases").add(database);
        settings.putArray("auto_approve").add(grant);
        return settings;
    }

    /** Long, and about nothing that the letters of this demonstration ask for. */
    static ObjectNode handbook() {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= PARAGRAPHS; i++) {
            text.append("Paragraph ")
                    .append(i)
                    .append(". Footnotes are set in the smaller size and numbered anew on each page; tables have no"
                            + " vertical rules, and captions stand above them. What is quoted at length is indented,"
                            + " and a source follows in brackets.\n\n");
        }
        ObjectNode content =
                Json.object().put("summary", "How printed matter is set").put("text", text.toString());
        content.set("keywords", Json.array(List.of("typesetting", "footnotes")));
        return content;
    }
}
