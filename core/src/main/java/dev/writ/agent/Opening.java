package dev.writ.agent;

import dev.writ.Json;
import dev.writ.task.Message;
import dev.writ.task.Task;
import dev.writ.task.Tree;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The first messages of a conversation: what the agent is, what it should know, and what it is asked. */
public final class Opening {
    private final ContextDocuments documents;

    public Opening(ContextDocuments documents) {
        this.documents = documents;
    }

    /** The instruction with its documents, then the request with its input. */
    public List<Message> messages(Task task, Tree tree, AgentDefinition agent) {
        return List.of(
                new Message.Instruction(instruction(task, tree, agent)),
                new Message.Request(task.parent().isEmpty() ? "user" : "system", request(task)));
    }

    private String instruction(Task task, Tree tree, AgentDefinition agent) {
        String context = documents.forTask(task, agent).stream()
                .map(document -> "## Document: " + document.name() + "\n\n" + document.text())
                .collect(Collectors.joining("\n\n"));
        String place = tree.workspace().isEmpty()
                ? "This task has no workspace."
                : "This task has a workspace; paths are relative to its root.";
        return agent.instruction().strip() + "\n\n" + place + (context.isEmpty() ? "" : "\n\n" + context);
    }

    private static String request(Task task) {
        if (task.parameters().isEmpty()) {
            return task.instruction();
        }
        return task.instruction() + "\n\nInput (JSON):\n" + Json.writePretty(task.parameters());
    }

    /** The documents an agent gets with a task. */
    @FunctionalInterface
    public interface ContextDocuments {
        List<Document> forTask(Task task, AgentDefinition agent);

        /** A document as an agent reads it. */
        record Document(String id, String name, String text) {
            public Map<String, String> asMap() {
                return Map.of("id", id, "name", name, "text", text);
            }
        }
    }
}
