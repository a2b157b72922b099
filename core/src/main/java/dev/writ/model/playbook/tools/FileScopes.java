package dev.writ.model.playbook.tools;

import dev.writ.Json;
import dev.writ.model.playbook.turn.SkillStops;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The smallest file scopes for given paths. */
final class FileScopes {
    private FileScopes() {}

    /** For each path itself and what lies below it, should it be a folder. */
    static ObjectNode read(List<String> paths) {
        ObjectNode scope = Json.object();
        ArrayNode read = scope.putArray("read");
        for (String path : paths) {
            if (!path.startsWith("/")) {
                requireInside(path);
            }
            if (path.equals(".") || path.startsWith("/")) {
                // Where an absolute path lies in the workspace is known only after looking.
                read.add("**");
            } else {
                read.add(path);
                if (mayBeFolder(path)) {
                    read.add(path + "/**");
                }
            }
        }
        scope.putArray("write");
        return scope;
    }

    static ObjectNode write(List<String> paths) {
        paths.forEach(FileScopes::requireInside);
        ObjectNode scope = Json.object();
        scope.set("read", Json.array(paths));
        scope.set("write", Json.array(paths));
        return scope;
    }

    /** @throws SkillStops for a path that leaves the workspace */
    static void requireInside(String path) {
        if (path.startsWith("/")
                || path.startsWith("~")
                || List.of(path.split("/", -1)).contains("..")) {
            throw new SkillStops(
                    "outside_workspace",
                    path + " is not a path inside the workspace; name it relative to the workspace.");
        }
    }

    private static boolean mayBeFolder(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.lastIndexOf('.') <= 0;
    }
}
