package dev.writ.task;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** One entry of a task's conversation, in the order in which the model reads them. */
public sealed interface Message {
    /** What the agent is and must do; the system message. */
    record Instruction(String text) implements Message {}

    /**
     * Words from outside the agent.
     *
     * @param from {@code user}, {@code system} or {@code agent:NAME}
     */
    record Request(String from, String text) implements Message {}

    /** What the model answered: words, calls, or both. */
    record Reply(String text, List<Call> calls) implements Message {
        public Reply {
            calls = List.copyOf(calls);
        }
    }

    /**
     * What one call gave.
     *
     * @param status succeeded, failed or denied
     * @param text what the model reads
     * @param data the structured result, receipt or failure
     */
    record Result(String callId, String function, String status, String text, ObjectNode data) implements Message {}

    /**
     * A call the model asks for.
     *
     * @param id unique within the conversation
     * @param function for instance {@code file_edit__write_file} or {@code end_task}
     */
    record Call(String id, String function, ObjectNode arguments) {}
}
