package dev.writ.tool.thirdparty;

import dev.writ.Json;
import dev.writ.Setting;
import dev.writ.WritException;
import dev.writ.permission.ThirdPartyName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Files in which other MCP clients keep their servers: JSON with {@code mcpServers}. */
final class ServerFiles {
    private static final long LARGEST = 1 << 20;
    /** The others say how their client treats a server, not what it is. */
    private static final Set<String> TAKEN =
            Set.of("command", "args", "env", "cwd", "type", "url", "headers", "disabled");

    private ServerFiles() {}

    /**
     * The entries of all files, by names that can be written here: {@code My-Server} becomes {@code my_server}.
     *
     * @param files a list of full paths
     * @throws WritException with {@code invalid_arguments} naming the file
     */
    static ObjectNode servers(Setting files) {
        ObjectNode all = Json.object();
        for (Setting file : files.elements()) {
            entries(file).properties().forEach(entry -> {
                String name = ThirdPartyName.written(entry.getKey());
                if (all.has(name)) {
                    throw file.wrong(
                            "has another server that is written " + name + " here", "Give one of them another name.");
                }
                all.set(name, taken(entry.getValue()));
            });
        }
        return all;
    }

    private static JsonNode taken(JsonNode entry) {
        if (!(entry instanceof ObjectNode object)) {
            return entry;
        }
        ObjectNode taken = Json.object();
        object.properties().stream()
                .filter(field -> TAKEN.contains(field.getKey()))
                .forEach(field -> taken.set(field.getKey(), field.getValue()));
        return taken;
    }

    private static ObjectNode entries(Setting file) {
        JsonNode content = content(file);
        if (content.path("mcpServers") instanceof ObjectNode entries) {
            return entries;
        }
        // The word of one of the clients.
        if (content.path("servers") instanceof ObjectNode entries) {
            return entries;
        }
        throw file.wrong("has no mcpServers", "Name a file in which an MCP client keeps its servers.");
    }

    private static JsonNode content(Setting file) {
        try {
            Path path = Path.of(file.text());
            if (!path.isAbsolute()) {
                throw file.wrong("is not the full path of a file", "Write it from the root.");
            }
            if (Files.size(path) > LARGEST) {
                throw file.wrong("is larger than " + LARGEST + " bytes", "Name a file of settings.");
            }
            return Json.parse(Files.readString(path));
        } catch (IOException | InvalidPathException e) {
            throw file.wrong("names a file that cannot be read", "Check the path and that you may read it.");
        }
    }
}
