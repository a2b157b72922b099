package dev.writ.model.playbook.turn;

import dev.writ.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * Something worth telling the user about, with where it is.
 *
 * @param detail may be empty
 * @param place {@code path:line} or another exact reference; may be empty
 */
public record Finding(String title, String detail, String place, Severity severity) {
    /** How much a finding matters. */
    public enum Severity {
        INFO,
        WARNING,
        ERROR;

        String id() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public static Finding info(String title, String detail, String place) {
        return new Finding(title, detail, place, Severity.INFO);
    }

    public static Finding warning(String title, String detail, String place) {
        return new Finding(title, detail, place, Severity.WARNING);
    }

    public static Finding error(String title, String detail, String place) {
        return new Finding(title, detail, place, Severity.ERROR);
    }

    ObjectNode json() {
        ObjectNode json = Json.object().put("title", title);
        if (!detail.isEmpty()) {
            json.put("detail", detail);
        }
        if (!place.isEmpty()) {
            json.put("place", place);
        }
        return json.put("severity", severity.id());
    }
}
