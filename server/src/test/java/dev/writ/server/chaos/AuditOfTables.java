package dev.writ.server.chaos;

import static dev.writ.server.chaos.Breach.Invariant.AUDIT_VERIFIES;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes the audit log as docs/audit.md describes an export, from the tables alone, and has the verifier of one file judge
 * it. The rows' columns are taken in the order in which the tables have them.
 */
final class AuditOfTables {
    private static final Path VERIFIER =
            Path.of(System.getProperty("writ.root", ".."), "docs", "audit", "AuditVerifier.java");
    private static final List<String> TABLES = List.of("tool_usage_events", "task_tool_assignments", "approvals");

    private AuditOfTables() {}

    /** Empty where it verifies, and where nobody has signed this database yet. */
    static Optional<Breach> verify(Connection database, Evidence evidence)
            throws SQLException, IOException, InterruptedException {
        if (!Files.exists(evidence.key())) {
            return Optional.empty();
        }
        Path export = evidence.folder().resolve("export.ndjson");
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(export))) {
            write(database, Files.readString(evidence.key()).strip(), out);
        }
        Process verifier = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        VERIFIER.toString(),
                        export.toString(),
                        evidence.key().toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(verifier.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!verifier.waitFor(1, TimeUnit.MINUTES)) {
            verifier.destroyForcibly();
        }
        return verifier.waitFor() == 0 ? Optional.empty() : Optional.of(new Breach(AUDIT_VERIFIES, said.strip()));
    }

    private static void write(Connection database, String key, PrintWriter out) throws SQLException {
        line(out, "{\"writ_audit_export\":1,\"key\":" + quoted(key) + ",\"first\":1,\"before\":[]}");
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT e.id, e.at, e.type, e.kind, e.entity, e.tree, e.task, e.actor, e.caused_by, e.outcome,
                               e.duration_micros, e.seq, e.data, e.salt, e.rows, e.seal, c.note
                        FROM events e LEFT JOIN audit_checkpoints c ON c.size = e.seq ORDER BY e.seq
                        """)) {
            while (row.next()) {
                String data = row.getString("data");
                byte[] salt = row.getBytes("salt");
                String leaf = members(row, 1, 11) + ",\"data\":\"" + hash(salt, data) + "\",\"rows\":"
                        + row.getString("rows") + seal(row.getBytes("seal"));
                line(
                        out,
                        "{\"seq\":" + row.getLong("seq") + ",\"leaf\":{" + leaf + "},\"salt\":\""
                                + Base64.getEncoder().encodeToString(salt) + "\",\"data\":" + data + "}");
                if (row.getString("note") != null) {
                    line(out, "{\"checkpoint\":" + quoted(row.getString("note")) + ",\"cosignatures\":\"\"}");
                }
            }
        }
        for (String table : TABLES) {
            try (Statement statement = database.createStatement();
                    ResultSet row = statement.executeQuery("SELECT * FROM " + table)) {
                while (row.next()) {
                    String columns = members(row, 1, row.getMetaData().getColumnCount());
                    line(out, "{\"row\":{\"table\":" + quoted(table) + "," + columns + "}}");
                }
            }
        }
    }

    private static String seal(byte @Nullable [] seal) {
        return seal == null
                ? ""
                : ",\"seal\":{\"base64\":\"" + Base64.getEncoder().encodeToString(seal) + "\"}";
    }

    /** The columns as members of an object, without those that hold nothing. */
    private static String members(ResultSet row, int from, int until) throws SQLException {
        ResultSetMetaData columns = row.getMetaData();
        StringBuilder text = new StringBuilder();
        for (int i = from; i <= until; i++) {
            Object value = row.getObject(i);
            if (value != null) {
                text.append(text.isEmpty() ? "" : ",")
                        .append(quoted(columns.getColumnName(i)))
                        .append(':');
                text.append(value instanceof Number ? value.toString() : quoted(value.toString()));
            }
        }
        return text.toString();
    }

    private static String quoted(@Nullable String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : String.valueOf(text).toCharArray()) {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\b' -> quoted.append("\\b");
                case '\f' -> quoted.append("\\f");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (c < ' ') {
                        quoted.append(String.format("\\u%04x", (int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }

    private static String hash(byte[] salt, String data) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(salt);
            return HexFormat.of().formatHex(digest.digest(data.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void line(PrintWriter out, String line) {
        out.write(line);
        out.write('\n');
    }
}
