package dev.writ.cli.reference;

import dev.writ.WritException;
import dev.writ.cli.TestingCommandLine;
import dev.writ.event.audit.AuditSettings;
import dev.writ.insight.anomaly.AnomalyPolicy;
import dev.writ.model.settings.EmbeddingSettings;
import dev.writ.model.settings.ModelSettings;
import dev.writ.server.Settings;
import dev.writ.server.ToolSettings;
import dev.writ.server.Writ;
import dev.writ.server.openid.LogInSection;
import dev.writ.server.openid.OpenIdSection;
import dev.writ.server.telemetry.TelemetrySection;
import dev.writ.store.Database;
import dev.writ.tool.sql.SqlDatabases;
import java.io.IOException;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.StringEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The keys that a part of a settings file may have: what Writ says is known there when it meets one that is not. So it is
 * the readers themselves that are asked.
 */
final class KnownSettings {
    private static final Pattern LIST = Pattern.compile("\\[?\\b([a-z]\\w*(?:, [a-z]\\w*)*)\\b]?");
    private static final Pattern VARIABLE = Pattern.compile("(WRIT|OTEL|XDG)_[A-Z_]*[A-Z]");

    private final Path folder;

    /** @param folder for files that are tried */
    KnownSettings(Path folder) {
        this.folder = folder;
    }

    /** @param file a settings file with a key {@code no_such} in the part that is asked about, and nothing else wrong */
    SortedSet<String> keys(String file) throws IOException {
        Path tried = Files.writeString(folder.resolve("writ.yaml"), file);
        try {
            read(Settings.load(Map.of("config", tried.toString()), Map.of("HOME", folder.toString())));
        } catch (WritException e) {
            String hint = e.failure().hint();
            if (!e.failure().message().contains("no_such")) {
                throw new AssertionError(file + ": " + e.failure(), e);
            }
            String longest = LIST.matcher(hint)
                    .results()
                    .filter(list -> list.group(1).contains(", ") || list.group().startsWith("["))
                    .max((one, other) -> Integer.compare(commas(one), commas(other)))
                    .orElseThrow(() -> new AssertionError(file + " leads to no list of keys: " + hint))
                    .group(1);
            return new TreeSet<>(List.of(longest.split(", ")));
        }
        throw new AssertionError("A key that there is not was taken in " + file);
    }

    private static int commas(MatchResult list) {
        return list.group(1).split(", ").length;
    }

    /** As a server does that starts. */
    private static void read(Settings settings) {
        Map<String, String> environment = settings.environment();
        ToolSettings.read(settings);
        LogInSection.read(settings.value("login"), environment);
        OpenIdSection.read(settings.value("mcp"));
        TelemetrySection.read(settings.value("telemetry"), environment);
        AuditSettings.read(settings.section("audit"));
        AnomalyPolicy.read(settings.section("anomalies"));
        SqlDatabases.fromConfig(settings.value("databases"));
        ModelSettings.from(environment, settings.value("model"));
        EmbeddingSettings.from(environment, settings.value("embedding"));
    }

    /** The variable of the environment that stands above a single value. */
    static String variable(String name) {
        return "WRIT_" + name.toUpperCase(Locale.ROOT);
    }

    /** The variables that the compiled code names. */
    static SortedSet<String> variables() throws IOException {
        List<ClassModel> classes = new ArrayList<>();
        for (Class<?> one : List.of(Database.class, Writ.class, TestingCommandLine.main())) {
            classes.addAll(ClassFiles.around(one));
        }
        SortedSet<String> variables = new TreeSet<>();
        for (ClassModel one : classes) {
            for (var entry : one.constantPool()) {
                if (entry instanceof StringEntry constant
                        && VARIABLE.matcher(constant.stringValue()).matches()) {
                    variables.add(constant.stringValue());
                }
            }
        }
        return variables;
    }
}
