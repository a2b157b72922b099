package dev.writ.server.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Servers on one database, work for them, and what goes wrong meanwhile. At the end all is let come to rest, and what must
 * hold is looked for from outside.
 */
final class Chaos implements AutoCloseable {
    /** The database, for servers and for the one who looks. */
    record Place(String database, String jdbcUrl) {
        /** The file of one server. */
        static Place ofFile(Path file) {
            return new Place("jdbc:sqlite:" + file, "jdbc:sqlite:" + file);
        }

        /** @param address {@code postgresql://USER@HOST:PORT/NAME} */
        static Place ofPostgres(String address) {
            String user = address.substring("postgresql://".length(), address.indexOf('@'));
            return new Place(
                    address, "jdbc:postgresql://" + address.substring(address.indexOf('@') + 1) + "?user=" + user);
        }
    }

    private static final Duration LONGEST_WORK = Duration.ofMinutes(3);

    final Evidence evidence;
    final List<ServerProcess> servers = new ArrayList<>();
    private final Place place;
    private final long seed;
    private final boolean signed;
    private final Load load;

    /** @param servers how many share the database */
    Chaos(Path folder, Place place, int servers, long seed) throws Exception {
        this.evidence = Evidence.in(folder);
        this.place = place;
        this.seed = seed;
        this.signed = place.jdbcUrl().startsWith("jdbc:sqlite:");
        for (int i = 0; i < servers; i++) {
            this.servers.add(new ServerProcess(folder, "server-" + i, List.of(), place.database()));
        }
        try {
            for (ServerProcess server : this.servers) {
                shareKey(server);
                server.start();
            }
        } catch (Exception | AssertionError e) {
            this.servers.forEach(ServerProcess::close);
            throw e;
        }
        this.load = new Load(evidence, this.servers, seed);
    }

    /** Servers that share a database sign its log with one key: that of the first. */
    private void shareKey(ServerProcess server) throws IOException {
        Path key = servers.getFirst().data().resolve("audit-key");
        if (Files.exists(key) && Files.notExists(server.data().resolve("audit-key"))) {
            Files.createDirectories(server.data());
            Files.copy(key, server.data().resolve("audit-key"), StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    /**
     * Kills a server again and again, at moments of the seed's choice: at work for the most part, now and then while it
     * starts, and has another take its place.
     *
     * @param longestLife of a server that serves; where starting one takes longer, as long as that
     *
     * @return how long it took until the next one served, longest first; those killed while they started are not counted
     */
    List<Duration> kill(int times, Duration longestLife) throws Exception {
        Random moments = new Random(seed);
        List<Duration> starts = new ArrayList<>();
        long life = longestLife.toMillis();
        for (int i = 0; i < times; i++) {
            ServerProcess server = servers.get(moments.nextInt(servers.size()));
            // Not a wait for something: the moment of the kill is what varies.
            TimeUnit.MILLISECONDS.sleep(moments.nextLong(life));
            server.kill();
            server.begin();
            if (moments.nextInt(4) > 0) {
                Duration start = server.awaitReady();
                starts.add(start);
                // Where a machine takes long to start one, it takes long to do anything.
                life = Math.max(longestLife.toMillis(), start.toMillis());
            }
        }
        for (ServerProcess server : servers) {
            server.awaitReady();
        }
        starts.sort(java.util.Comparator.reverseOrder());
        return starts;
    }

    /** Lets the people stop and the work end. */
    void rest() throws Exception {
        load.stop();
        long end = System.nanoTime() + LONGEST_WORK.toNanos();
        while (open() > 0) {
            if (System.nanoTime() > end) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private long open() throws SQLException {
        return count("SELECT COUNT(*) FROM tasks WHERE state NOT IN ('completed', 'failed', 'cancelled')"
                + " AND tree NOT IN (SELECT id FROM trees WHERE submitted_by = 'policy')");
    }

    long count(String sql) throws SQLException {
        try (Connection database = DriverManager.getConnection(place.jdbcUrl());
                Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Lets all come to rest, kills what serves, and says what does not hold. */
    List<Breach> breaches() throws Exception {
        rest();
        if (signed) {
            Files.writeString(evidence.key(), servers.getFirst().auditKey());
        }
        close();
        return Invariants.breaches(place.jdbcUrl(), evidence);
    }

    Load load() {
        return load;
    }

    /** What happened, in figures. */
    String story() throws SQLException {
        return load.answers() + "; of the requests " + count("SELECT COUNT(*) FROM trees WHERE finished_at IS NOT NULL")
                + " ended, " + count("SELECT COUNT(*) FROM tasks WHERE depth = 0 AND state = 'completed'")
                + " completed; "
                + count("SELECT COUNT(*) FROM tool_usage_events") + " calls, "
                + count("SELECT COUNT(*) FROM tool_usage_events WHERE failure LIKE '%outcome_unknown%'")
                + " of them broken off with an unknown outcome; "
                + count("SELECT COUNT(*) FROM events") + " events; "
                + evidence.marks().size() + " marks on the disk";
    }

    /** The end of all that the servers said. */
    String said() {
        StringBuilder said = new StringBuilder();
        for (ServerProcess server : servers) {
            String all = server.said();
            said.append(all.substring(Math.max(0, all.length() - 8_000)));
        }
        return said.toString();
    }

    @Override
    public void close() throws IOException {
        try {
            load.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        servers.forEach(ServerProcess::close);
    }
}
