package dev.writ.label;

import tools.jackson.databind.JsonNode;

/**
 * A result that a task has read.
 *
 * @param flow of the operation that gave it
 * @param arguments of that call
 * @param label as it was recorded with the result
 */
public record SeenResult(Flow flow, JsonNode arguments, JsonNode data, Label label) {}
