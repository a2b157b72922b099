package dev.writ.cli;

import java.util.List;
import java.util.regex.Pattern;

/** The ids of what the server knows, for completing a command line. */
final class KnownIds {
    /** What no shell takes for anything but a word. */
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,99}");

    private KnownIds() {}

    /** @param kind as the command is called that takes them; of an unknown one there are none */
    static List<String> of(Api api, String kind) {
        return switch (kind) {
            case "task" -> at(api, "/tasks?roots=true&limit=50", "id");
            case "approvals" -> at(api, "/approvals?state=pending", "id");
            case "grants" -> at(api, "/grants?state=live", "id");
            case "incidents" -> at(api, "/incidents?limit=50", "id");
            case "token" -> at(api, "/tokens", "id");
            case "user" -> at(api, "/accounts", "name");
            case "improve" -> at(api, "/improvements", "id");
            case "policy" -> at(api, "/rules", "id");
            case "agents", "tools", "processes", "documents", "servers" -> at(api, "/" + kind, "name");
            default -> List.of();
        };
    }

    private static List<String> at(Api api, String path, String field) {
        return api.get(path)
                .valueStream()
                .map(one -> one.path(field).asString(""))
                .filter(id -> HARMLESS.matcher(id).matches())
                .toList();
    }
}
