package dev.writ.mcp.server;

import dev.writ.mcp.rpc.RpcError;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** How far a task has come. */
public sealed interface TaskStage {
    /** @param message for people; may be empty */
    record Working(String message) implements TaskStage {}

    /** @param requests by keys that no other request of the task has, before or after */
    record NeedsInput(Map<String, InputRequest> requests) implements TaskStage {
        public NeedsInput {
            requests = Map.copyOf(requests);
        }
    }

    /** @param result as the call itself would have been answered, that of a failed tool too */
    record Completed(ObjectNode result) implements TaskStage {}

    /** The call would have been answered by an error of the protocol. */
    record Failed(RpcError error) implements TaskStage {}

    record Cancelled() implements TaskStage {}

    /** Whether it stays so. */
    default boolean isLast() {
        return switch (this) {
            case Working working -> false;
            case NeedsInput needs -> false;
            case Completed completed -> true;
            case Failed failed -> true;
            case Cancelled() -> true;
        };
    }

    /** As messages name it. */
    default String text() {
        return switch (this) {
            case Working working -> "working";
            case NeedsInput needs -> "input_required";
            case Completed completed -> "completed";
            case Failed failed -> "failed";
            case Cancelled() -> "cancelled";
        };
    }
}
