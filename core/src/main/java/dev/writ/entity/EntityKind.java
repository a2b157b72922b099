package dev.writ.entity;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.util.Locale;

/** The six kinds of entity. Agents, processes, tools and documents are versioned definitions; tasks and events are facts. */
public enum EntityKind {
    AGENT,
    TASK,
    PROCESS,
    TOOL,
    DOCUMENT,
    EVENT;

    /** The kind as users write it, for instance {@code document}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Several of the kind, for instance {@code processes}. */
    public String plural() {
        return this == PROCESS ? "processes" : id() + "s";
    }

    /** Whether entities of this kind are versioned definitions. */
    public boolean isDefinition() {
        return switch (this) {
            case AGENT, PROCESS, TOOL, DOCUMENT -> true;
            case TASK, EVENT -> false;
        };
    }

    /** @throws WritException with {@code invalid_arguments} for anything but the six words */
    public static EntityKind parse(String text) {
        for (EntityKind kind : values()) {
            if (kind.id().equals(text)) {
                return kind;
            }
        }
        throw new WritException(
                FailureCode.INVALID_ARGUMENTS,
                "There is no entity kind '" + text + "'.",
                "Use one of: agent, task, process, tool, document, event.");
    }
}
