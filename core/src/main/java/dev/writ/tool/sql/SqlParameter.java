package dev.writ.tool.sql;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A declared parameter of a query.
 *
 * @param fallback the value where the caller gives none; a parameter that is neither required nor has one is NULL then
 */
public record SqlParameter(
        String name, ParameterType type, boolean required, Optional<JsonNode> fallback, String description) {
    /**
     * The value to bind for what the caller gave.
     *
     * @throws WritException with {@code invalid_arguments}, naming the parameter
     */
    SqlValue value(Optional<JsonNode> given, Instant now) {
        Optional<JsonNode> chosen = given.or(this::fallback);
        if (chosen.isEmpty()) {
            if (required) {
                throw wrong("is missing");
            }
            return new SqlValue.Missing(type);
        }
        return type.read(chosen.get(), now).orElseThrow(() -> wrong("is not valid"));
    }

    /** For callers: name, type, whether required, default, and description with the range. */
    ObjectNode describe() {
        return Json.object()
                .put("name", name)
                .put("type", type.word())
                .put("required", required)
                .put("description", description.isEmpty() ? sentence() : description + " " + sentence())
                .set("default", fallback.orElseGet(() -> Json.mapper().nullNode()));
    }

    /** All of the declaration, for its hash. */
    ObjectNode toJson() {
        return describe().put("rule", type.toString());
    }

    private String sentence() {
        String rule = type.rule();
        return Character.toUpperCase(rule.charAt(0)) + rule.substring(1) + ".";
    }

    private WritException wrong(String what) {
        return new WritException(
                FailureCode.INVALID_ARGUMENTS,
                "The parameter '" + name + "' " + what + ".",
                "Give '" + name + "' as " + type.rule() + ".");
    }
}
