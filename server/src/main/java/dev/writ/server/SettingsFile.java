package dev.writ.server;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The settings file, {@code writ.yaml}. */
final class SettingsFile {
    /** The structured parts, each read by the room it belongs to. */
    static final List<String> SECTIONS = List.of(
            "model",
            "embedding",
            "databases",
            "messages",
            "git",
            "mcp",
            "login",
            "servers",
            "servers_from",
            "ceiling",
            "auto_approve",
            "protected_branches",
            "two_people",
            "anomalies",
            "audit",
            "improvement",
            "telemetry");

    private final ObjectNode content;
    private final String place;

    private SettingsFile(ObjectNode content, String place) {
        this.content = content;
        this.place = place;
    }

    /** @throws WritException with {@code invalid_arguments} for a file that cannot be read or has unknown settings */
    static SettingsFile read(Optional<Path> file) {
        if (file.isEmpty()) {
            return new SettingsFile(Json.object(), "");
        }
        String place = file.get().toString();
        try {
            return parse(place, Files.readString(file.get()));
        } catch (IOException e) {
            throw new WritException(
                    Failure.of(
                            FailureCode.INVALID_ARGUMENTS,
                            "The settings file " + place + " cannot be read.",
                            "Check the path and that you may read it."),
                    e);
        }
    }

    /**
     * Reads the content of a settings file.
     *
     * @param place how the file is called in failures
     * @throws WritException with {@code invalid_arguments} for what is no YAML or has unknown settings
     */
    static SettingsFile parse(String place, String text) {
        try {
            JsonNode content = YAMLMapper.shared().readTree(text);
            if (content == null || content.isNull() || content.isMissingNode()) {
                return new SettingsFile(Json.object(), place);
            }
            if (!(content instanceof ObjectNode object)) {
                throw faulty(place + " is not a list of settings.", "See docs/writ.example.yaml.");
            }
            object.propertyNames().forEach(name -> checkName(name, place));
            return new SettingsFile(object, place);
        } catch (JacksonException e) {
            throw new WritException(
                    Failure.of(
                            FailureCode.INVALID_ARGUMENTS,
                            "The settings file " + place + " is not valid YAML: " + e.getOriginalMessage() + ".",
                            "Correct it; see docs/writ.example.yaml."),
                    e);
        }
    }

    private static void checkName(String name, String place) {
        if (!SECTIONS.contains(name) && !Settings.names().contains(name)) {
            throw faulty(
                    "There is no setting '" + name + "' (" + place + ").",
                    "Known are: " + String.join(", ", Settings.names()) + ", " + String.join(", ", SECTIONS) + ".");
        }
    }

    private static WritException faulty(String message, String hint) {
        return new WritException(FailureCode.INVALID_ARGUMENTS, message, hint);
    }

    boolean has(String name) {
        return content.has(name);
    }

    String text(String name) {
        return content.path(name).asString();
    }

    JsonNode value(String name) {
        return content.path(name);
    }

    ObjectNode section(String name) {
        return content.path(name) instanceof ObjectNode object ? object : Json.object();
    }

    /** Several structured parts as one object, those that are there. */
    ObjectNode sections(List<String> names) {
        ObjectNode all = Json.object();
        names.stream().filter(this::has).forEach(name -> all.set(name, value(name)));
        return all;
    }

    /** Where the settings stand, for messages. */
    String place() {
        return place;
    }
}
