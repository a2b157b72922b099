package dev.writ.tool.git;

import dev.writ.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How pull requests are shown: what GitHub says of them, without their bodies. */
final class PullRequestText {
    private PullRequestText() {}

    static ObjectSchema schema() {
        return new ObjectSchema()
                .result("number", ObjectSchema.count())
                .result("title", ObjectSchema.text())
                .result("state", ObjectSchema.text())
                .result("draft", ObjectSchema.flag())
                .result("author", ObjectSchema.text())
                .result("head", ObjectSchema.text())
                .result("base", ObjectSchema.text())
                .result("url", ObjectSchema.text())
                .result("created", ObjectSchema.text());
    }

    static ObjectNode of(JsonNode given) {
        return Json.object()
                .put("number", given.path("number").asInt(0))
                .put("title", text(given.path("title")))
                .put("state", text(given.path("state")))
                .put("draft", given.path("draft").asBoolean(false))
                .put("author", text(given.path("user").path("login")))
                .put("head", text(given.path("head").path("ref")))
                .put("base", text(given.path("base").path("ref")))
                .put("url", text(given.path("html_url")))
                .put("created", text(given.path("created_at")));
    }

    static String line(ObjectNode shown) {
        return "#%d %s%s: %s (%s -> %s, by %s) %s"
                .formatted(
                        shown.path("number").asInt(),
                        shown.path("state").asString(),
                        shown.path("draft").asBoolean() ? ", draft" : "",
                        shown.path("title").asString(),
                        shown.path("head").asString(),
                        shown.path("base").asString(),
                        shown.path("author").asString(),
                        shown.path("url").asString());
    }

    private static String text(JsonNode value) {
        return PlainText.of(value.asString(""), 500);
    }
}
