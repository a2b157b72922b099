package dev.writ.model.playbook.tools;

import dev.writ.Json;
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
            if (path.equals(".")) {
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
        ObjectNode scope = Json.object();
        scope.set("read", Json.array(paths));
        scope.set("write", Json.array(paths));
        return scope;
    }

    private static boolean mayBeFolder(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.lastIndexOf('.') <= 0;
    }
}
