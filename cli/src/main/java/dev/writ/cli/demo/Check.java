package dev.writ.cli.demo;

import dev.writ.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * One claim of the demo.
 *
 * @param evidence what was read from the records, whether it holds or not
 */
public record Check(String scenario, String check, boolean ok, String evidence) {
    public ObjectNode toJson() {
        return Json.object()
                .put("scenario", scenario)
                .put("check", check)
                .put("ok", ok)
                .put("evidence", evidence);
    }
}
