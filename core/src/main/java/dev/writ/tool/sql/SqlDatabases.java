package dev.writ.tool.sql;

import dev.writ.Setting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Where definitions of databases come from: Writ's own catalogue, and the {@code databases} list of writ.yaml. */
public final class SqlDatabases {
    /** The name of Writ's own database. */
    public static final String WRIT = "writ";

    private static final Set<String> KEYS =
            Set.of("name", "kind", "location", "description", "user", "password_env", "queries");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    private SqlDatabases() {}

    /** Writ's own database in an SQLite file, with the queries of the catalogue. */
    public static SqlDatabase writ(Path file) {
        return writ(SqlKind.SQLITE, file.toString(), "", "");
    }

    /** Writ's own database in PostgreSQL, with the queries of the catalogue. */
    public static SqlDatabase writ(String url, String user, String passwordVariable) {
        return writ(SqlKind.POSTGRESQL, url, user, passwordVariable);
    }

    private static SqlDatabase writ(SqlKind kind, String location, String user, String passwordVariable) {
        String description = "Writ's own records: tasks, tool calls, grants, approvals, model calls and events.";
        return new SqlDatabase(WRIT, kind, location, description, user, passwordVariable, Catalogue.queries(kind));
    }

    /**
     * The databases declared by the value of {@code databases} in writ.yaml: a list of
     * {@code {name, kind: sqlite|postgresql, location, description, user?, password_env?, queries}}, where each query is
     * {@code {name, description, sql, sql_postgresql?, times?, parameters: [{name, type, required?, default?, min?, max?,
     * max_length?, options?, pattern?, form?, description?}]}}.
     *
     * @throws dev.writ.WritException with {@code invalid_arguments}, naming the faulty key, as in {@code databases[0].kind}
     */
    public static List<SqlDatabase> fromConfig(JsonNode config) {
        if (config.isMissingNode() || config.isNull()) {
            return List.of();
        }
        List<SqlDatabase> databases = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Setting setting : new Setting("databases", config).elements()) {
            SqlDatabase database = database(setting.object(KEYS));
            if (!names.add(database.name())) {
                throw setting.at("name").wrong("is used twice", "Give each database a name of its own.");
            }
            databases.add(database);
        }
        return List.copyOf(databases);
    }

    private static SqlDatabase database(Setting setting) {
        String name = name(setting);
        if (name.equals(WRIT)) {
            throw setting.at("name").wrong("is taken by Writ's own database", "Choose another name.");
        }
        SqlKind kind =
                switch (setting.required("kind")) {
                    case "sqlite" -> SqlKind.SQLITE;
                    case "postgresql" -> SqlKind.POSTGRESQL;
                    default -> throw setting.at("kind").wrong("is not a known kind", "Use sqlite or postgresql.");
                };
        String location = setting.required("location");
        switch (kind) {
            case SQLITE -> {
                if (setting.child("user").isPresent()
                        || setting.child("password_env").isPresent()) {
                    throw setting.wrong("has a user or password, which SQLite does not know", "Remove them.");
                }
            }
            case POSTGRESQL -> {
                if (!location.startsWith("jdbc:postgresql://")) {
                    throw setting.at("location")
                            .wrong("is not a PostgreSQL URL", "Write it as jdbc:postgresql://HOST:PORT/DATABASE.");
                }
                if (location.contains("password=")) {
                    throw setting.at("location")
                            .wrong(
                                    "holds a password",
                                    "Put it into an environment variable and name that in password_env.");
                }
            }
        }
        return new SqlDatabase(
                name,
                kind,
                location,
                setting.required("description"),
                setting.text("user", ""),
                setting.text("password_env", ""),
                QuerySettings.read(setting, kind));
    }

    /** The name under {@code name}: a word that can stand in a scope. */
    static String name(Setting setting) {
        String name = setting.required("name");
        if (!NAME.matcher(name).matches()) {
            throw setting.at("name")
                    .wrong("is not a usable name", "Use lower-case letters, digits and _, starting with a letter.");
        }
        return name;
    }
}
