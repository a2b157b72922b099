package dev.writ.tool.terminal;

import dev.writ.Json;
import dev.writ.permission.Scope.CommandScope;
import dev.writ.permission.ScopeFamily;
import dev.writ.permission.ScopeJson;
import dev.writ.sandbox.SandboxProfile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the vetted commands that come with Writ. */
final class VettedFile {
    private static final String NAME = "vetted-commands.json";

    /** Of the file's form; raised when what an older Writ would make of a newer file is not what is meant. */
    private static final int VERSION = 1;

    private VettedFile() {}

    static List<VettedCommand> bundled() {
        try (InputStream file = Objects.requireNonNull(VettedFile.class.getResourceAsStream(NAME), NAME)) {
            return read(Json.parseObject(new String(file.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + NAME, e);
        }
    }

    static List<VettedCommand> read(ObjectNode file) {
        int version = file.path("version").asInt(0);
        if (version != VERSION) {
            throw new IllegalStateException(NAME + " has version " + version + ", not " + VERSION);
        }
        return file.path("commands").valueStream().map(VettedFile::command).toList();
    }

    private static VettedCommand command(JsonNode node) {
        ObjectNode scope = Json.object();
        scope.putArray("commands").add(node.path("pattern"));
        return new VettedCommand(
                (CommandScope) ScopeJson.read(ScopeFamily.COMMANDS, scope),
                node.path("reason").stringValue(),
                profile(node.path("profile").stringValue()),
                node.path("examples").valueStream().map(VettedFile::texts).toList());
    }

    private static SandboxProfile profile(String name) {
        return Arrays.stream(SandboxProfile.values())
                .filter(profile -> profile.id().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(NAME + " has the unknown profile " + name));
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::stringValue).toList();
    }
}
