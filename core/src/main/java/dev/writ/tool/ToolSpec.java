package dev.writ.tool;

import java.time.Duration;

/**
 * A tool as it is granted.
 *
 * @param alternatives names of tools that could serve part of the purpose when this one is unavailable
 */
public record ToolSpec(
        String name,
        String description,
        SecurityLevel level,
        Duration defaultDuration,
        java.util.List<String> alternatives) {}
