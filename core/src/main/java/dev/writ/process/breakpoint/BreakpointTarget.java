package dev.writ.process.breakpoint;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.tool.OperationSpec;
import dev.writ.tool.RegisteredTool;
import dev.writ.tool.SecurityLevel;
import dev.writ.tool.ToolRegistry;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Before which calls a task is held. */
public sealed interface BreakpointTarget {
    String LEVEL_PREFIX = "level:";

    /** Every call of a tool. */
    record OfTool(String tool) implements BreakpointTarget {}

    /** Every call of an operation; {@code tool} is {@code core} for the toolkit that every agent has. */
    record OfOperation(String tool, String operation) implements BreakpointTarget {}

    /** Every call of a tool of this security level, or of a higher one. */
    record OfLevel(SecurityLevel level) implements BreakpointTarget {}

    /**
     * Reads {@code terminal}, {@code file_edit.write_file}, {@code end_task} or {@code level:elevated}, or the name of a
     * function as models use it.
     *
     * @throws WritException with {@code invalid_arguments} for a level that does not exist, with {@code not_found} for
     *     anything that no server offers
     */
    static BreakpointTarget parse(String text, ToolRegistry registry) {
        String name = text.strip();
        if (name.startsWith(LEVEL_PREFIX)) {
            return new OfLevel(level(name.substring(LEVEL_PREFIX.length())));
        }
        if (registry.tool(name).isPresent() && !name.equals(OperationSpec.CORE)) {
            return new OfTool(name);
        }
        int dot = name.indexOf('.');
        Optional<OperationSpec> operation =
                dot < 0 ? registry.function(name) : registry.operation(name.substring(0, dot), name.substring(dot + 1));
        return operation
                .map(spec -> new OfOperation(spec.tool(), spec.name()))
                .orElseThrow(
                        () -> new WritException(
                                FailureCode.NOT_FOUND,
                                "No tool or operation has that name, so nothing would ever be held there.",
                                "Name a tool (`writ tools ls`), an operation such as file_edit.write_file, or level:elevated."));
    }

    /** What {@link #parse} reads, without asking whether it is still offered. */
    static BreakpointTarget stored(String text) {
        if (text.startsWith(LEVEL_PREFIX)) {
            return new OfLevel(level(text.substring(LEVEL_PREFIX.length())));
        }
        int dot = text.indexOf('.');
        return dot < 0 ? new OfTool(text) : new OfOperation(text.substring(0, dot), text.substring(dot + 1));
    }

    private static SecurityLevel level(String word) {
        return Arrays.stream(SecurityLevel.values())
                .filter(level -> level.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> new WritException(
                        FailureCode.INVALID_ARGUMENTS,
                        "There is no such security level.",
                        "Use level:minimal (every call), level:standard or level:elevated."));
    }

    /** As people write it. */
    default String text() {
        return switch (this) {
            case OfTool(String tool) -> tool;
            case OfOperation(String tool, String operation) -> tool + "." + operation;
            case OfLevel(SecurityLevel level) -> LEVEL_PREFIX + level.name().toLowerCase(Locale.ROOT);
        };
    }

    /**
     * Whether a call of the function is held. A function that nobody offers is not: its call is refused in any case.
     *
     * @param function as models use it, or the id of the operation
     */
    default boolean holds(String function, ToolRegistry registry) {
        return registry.function(function)
                .or(() -> byId(function, registry))
                .filter(spec -> switch (this) {
                    case OfTool(String tool) -> spec.tool().equals(tool);
                    case OfOperation(String tool, String operation) ->
                        spec.tool().equals(tool) && spec.name().equals(operation);
                    case OfLevel(SecurityLevel level) -> levelOf(spec, registry).compareTo(level) >= 0;
                })
                .isPresent();
    }

    private static Optional<OperationSpec> byId(String id, ToolRegistry registry) {
        int dot = id.indexOf('.');
        return dot < 0 ? Optional.empty() : registry.operation(id.substring(0, dot), id.substring(dot + 1));
    }

    /** A tool that left meanwhile is taken for the most dangerous. */
    private static SecurityLevel levelOf(OperationSpec spec, ToolRegistry registry) {
        return registry.tool(spec.tool())
                .map(RegisteredTool::spec)
                .map(tool -> tool.level())
                .orElse(SecurityLevel.ELEVATED);
    }
}
