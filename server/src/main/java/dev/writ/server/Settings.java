package dev.writ.server;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.event.audit.AuditSettings;
import dev.writ.store.PostgresAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The settings in force, each with where it comes from: a flag, the environment ({@code WRIT_…}), the settings file, or
 * the default, in this order. A settings file is read only where a person put it, never from the current folder, which may
 * be a hostile repository.
 */
public final class Settings {
    private static final String SETTINGS_FILE = "writ.yaml";

    private final Map<String, Setting> values;
    private final SettingsFile file;
    private final Map<String, String> environment;

    /** @param origin flag, environment, the file's path, or default */
    private record Setting(String value, String origin) {}

    private Settings(Map<String, Setting> values, SettingsFile file, Map<String, String> environment) {
        this.values = values;
        this.file = file;
        this.environment = environment;
    }

    /**
     * Puts the settings together.
     *
     * @param flags by setting name, as given on the command line
     * @throws WritException with {@code invalid_arguments} naming the setting and where it stands
     */
    public static Settings load(Map<String, String> flags, Map<String, String> environment) {
        SettingsFile file = SettingsFile.read(configFile(flags, environment));
        Map<String, Setting> values = new LinkedHashMap<>();
        for (Map.Entry<String, String> known : defaults(environment).entrySet()) {
            String name = known.getKey();
            String variable = "WRIT_" + name.toUpperCase(java.util.Locale.ROOT);
            if (flags.containsKey(name)) {
                values.put(name, new Setting(flags.getOrDefault(name, ""), "flag"));
            } else if (!environment.getOrDefault(variable, "").isBlank()) {
                values.put(name, new Setting(environment.getOrDefault(variable, ""), variable));
            } else if (file.has(name)) {
                values.put(name, new Setting(file.text(name), file.place()));
            } else {
                values.put(name, new Setting(known.getValue(), "default"));
            }
        }
        Settings settings = new Settings(values, file, Map.copyOf(environment));
        settings.check();
        return settings;
    }

    private static Map<String, String> defaults(Map<String, String> environment) {
        Map<String, String> defaults = new LinkedHashMap<>();
        defaults.put(
                "data",
                folder(environment, "XDG_DATA_HOME", ".local/share")
                        .resolve("writ")
                        .toString());
        defaults.put("port", "8420");
        defaults.put("database", "");
        defaults.put("concurrent_tasks", "8");
        defaults.put("queued_requests", "1000");
        defaults.put("idle_grant_minutes", "720");
        return defaults;
    }

    /** Names of the settings that are a single value. */
    static List<String> names() {
        return List.copyOf(defaults(Map.of()).keySet());
    }

    private static Optional<Path> configFile(Map<String, String> flags, Map<String, String> environment) {
        if (flags.containsKey("config")) {
            return Optional.of(Path.of(flags.get("config")));
        }
        if (!environment.getOrDefault("WRIT_CONFIG", "").isBlank()) {
            return Optional.of(Path.of(environment.get("WRIT_CONFIG")));
        }
        Path usual = folder(environment, "XDG_CONFIG_HOME", ".config")
                .resolve("writ")
                .resolve(SETTINGS_FILE);
        return java.nio.file.Files.exists(usual) ? Optional.of(usual) : Optional.empty();
    }

    private static Path folder(Map<String, String> environment, String variable, String usual) {
        String named = environment.getOrDefault(variable, "");
        String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
        return named.startsWith("/") ? Path.of(named) : Path.of(home).resolve(usual);
    }

    private void check() {
        port();
        databaseName();
        concurrentTasks();
        queuedRequests();
        idleGrants();
    }

    public Path dataFolder() {
        return Path.of(text("data")).toAbsolutePath().normalize();
    }

    /** Port on the loopback address; 0 for any free one. */
    public int port() {
        return number("port", 0, 65_535);
    }

    /** The same settings with a port that is free. */
    public Settings onAnyPort() {
        Map<String, Setting> changed = new LinkedHashMap<>(values);
        changed.put("port", new Setting("0", "flag"));
        return new Settings(changed, file, environment);
    }

    /** The PostgreSQL database that is named; empty where the store is a file. */
    public Optional<PostgresAddress> postgres() {
        return Optional.of(text("database")).filter(PostgresAddress::isMeantBy).map(PostgresAddress::parse);
    }

    /** Files and folders that no agent may work in: whoever reads them has Writ itself. */
    List<Path> ownPaths() {
        Path key = AuditSettings.read(section("audit")).keyFile(dataFolder());
        return postgres().isPresent() ? List.of(dataFolder(), key) : List.of(dataFolder(), key, databaseFile());
    }

    /** How people are told where the store is. */
    String databaseName() {
        return postgres()
                .map(PostgresAddress::toString)
                .orElseGet(() -> databaseFile().toString());
    }

    /** The file that is the store, where no PostgreSQL database is named. */
    public Path databaseFile() {
        String url = text("database");
        if (url.isEmpty()) {
            return dataFolder().resolve("writ.db");
        }
        if (url.startsWith("jdbc:sqlite:/")) {
            return Path.of(url.substring("jdbc:sqlite:".length()));
        }
        throw new WritException(
                FailureCode.INVALID_ARGUMENTS,
                "The database '" + url.replaceAll("//[^@/]*@", "//***@") + "' (" + origin("database")
                        + ") cannot be used.",
                "Leave it out for writ.db in the data folder, or use postgresql://USER@HOST:PORT/DATABASE or"
                        + " jdbc:sqlite:/absolute/path.db.");
    }

    public int concurrentTasks() {
        return number("concurrent_tasks", 1, 1_000);
    }

    /** How many requests may wait to be begun. */
    public int queuedRequests() {
        return number("queued_requests", 1, 1_000_000);
    }

    /** After how long without use a grant ends by itself. */
    public Duration idleGrants() {
        return Duration.ofMinutes(number("idle_grant_minutes", 1, 60 * 24 * 365));
    }

    /** A structured part of the settings file; an empty object where it is missing. */
    public ObjectNode section(String name) {
        return file.section(name);
    }

    /** A structured part of the settings file, of whatever form; missing where it is not there. */
    public JsonNode value(String name) {
        return file.value(name);
    }

    /** Several structured parts of the settings file as one object, those that are there. */
    public ObjectNode sections(List<String> names) {
        return file.sections(names);
    }

    public Map<String, String> environment() {
        return environment;
    }

    /** Every setting with its value and origin, for people. */
    public ArrayNode origins() {
        ArrayNode rows = Json.array();
        values.forEach((name, setting) -> rows.addObject()
                .put("setting", name)
                .put("value", setting.value())
                .put("origin", setting.origin()));
        for (String section : SettingsFile.SECTIONS) {
            if (file.has(section)) {
                rows.addObject()
                        .put("setting", section)
                        .put("value", "(" + file.value(section).size() + " entries)")
                        .put("origin", file.place());
            }
        }
        return rows;
    }

    private String text(String name) {
        Setting setting = values.get(name);
        return setting == null ? "" : setting.value();
    }

    private String origin(String name) {
        Setting setting = values.get(name);
        return setting == null ? "default" : setting.origin();
    }

    private int number(String name, int least, int most) {
        try {
            int number = Integer.parseInt(text(name));
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw notANumber(name, least, most);
        }
        throw notANumber(name, least, most);
    }

    private WritException notANumber(String name, int least, int most) {
        return new WritException(
                FailureCode.INVALID_ARGUMENTS,
                "The setting " + name + " (" + origin(name) + ") is '" + text(name) + "'.",
                "Use a whole number from " + least + " to " + most + ".");
    }
}
