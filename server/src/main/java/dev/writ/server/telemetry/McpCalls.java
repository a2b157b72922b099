package dev.writ.server.telemetry;

import dev.writ.event.Event;
import dev.writ.outside.OutsideCalls;
import dev.writ.tool.OperationSpec;
import dev.writ.tool.ToolRegistry;
import java.util.Set;

/** Which calls at the gateway go over MCP, and how. */
final class McpCalls {
    private final ToolRegistry registry;
    private final Set<String> programs;

    /** @param programs servers of third parties that are programs here, spoken to through pipes */
    McpCalls(ToolRegistry registry, Set<String> programs) {
        this.registry = registry;
        this.programs = Set.copyOf(programs);
    }

    /** Whether the call went to a server of a third party. */
    boolean isToServer(Event call) {
        return registry.tool(tool(call))
                .filter(tool -> tool.server().thirdParty())
                .isPresent();
    }

    /** Whether an agent that runs elsewhere made it. */
    static boolean isFromClient(Event call) {
        return call.entity().startsWith(call.task() + "." + OutsideCalls.ID_KIND + "_");
    }

    /** As the conventions name it. */
    String transport(Event call) {
        boolean throughPipe = registry.tool(tool(call))
                .filter(tool -> programs.contains(tool.server().name()))
                .isPresent();
        return throughPipe ? "pipe" : "tcp";
    }

    /** For instance {@code file_edit.write_file}; not what does not exist, since agents may call what they like. */
    static String operation(Event call) {
        String tool = tool(call);
        String operation = call.data().path("operation").asString("");
        return switch (tool) {
            case "" -> BoundedNames.UNKNOWN;
            case OperationSpec.CORE -> operation;
            default -> tool + "." + operation;
        };
    }

    private static String tool(Event call) {
        return call.data().path("tool").asString("");
    }
}
