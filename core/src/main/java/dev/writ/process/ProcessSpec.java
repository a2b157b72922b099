package dev.writ.process;

import tools.jackson.databind.node.ObjectNode;

/**
 * What users see of a process.
 *
 * @param parameters JSON Schema of the task parameters it takes
 */
public record ProcessSpec(String name, String description, ObjectNode parameters) {}
