package dev.writ.cli;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options every command has. */
final class GlobalOptions {
    @Option(names = "--data", paramLabel = "DIR", description = "Data folder (default: XDG data folder, writ).")
    @Nullable
    Path data;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings file (default: XDG config folder, writ/writ.yaml).")
    @Nullable
    Path config;

    @Option(names = "--server", paramLabel = "URL", description = "Use this server; its token is read from WRIT_TOKEN.")
    @Nullable
    String server;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "table, json or ndjson.",
            defaultValue = "table")
    String output = "table";

    @Option(names = "--no-input", description = "Never ask on the terminal.")
    boolean noInput;

    @Option(names = "--no-color", description = "No colours (also: NO_COLOR).")
    boolean noColour;

    Terminal terminal() {
        return new Terminal(System.getenv(), noColour, noInput);
    }

    OutputFormat format() {
        return switch (output.toLowerCase(Locale.ROOT)) {
            case "table" -> OutputFormat.TABLE;
            case "json" -> OutputFormat.JSON;
            case "ndjson" -> OutputFormat.NDJSON;
            default ->
                throw new WritException(
                        FailureCode.INVALID_ARGUMENTS,
                        "There is no output format '" + output + "'.",
                        "Use table, json or ndjson.");
        };
    }

    /** These options as the flags that settings are read with. */
    Map<String, String> asFlags() {
        Map<String, String> flags = new LinkedHashMap<>();
        Optional.ofNullable(data).ifPresent(folder -> flags.put("data", folder.toString()));
        Optional.ofNullable(config).ifPresent(file -> flags.put("config", file.toString()));
        return flags;
    }
}
