package dev.writ.agent;

import dev.writ.Json;
import dev.writ.label.Label;
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

    /**
     * How a conversation begins.
     *
     * @param messages the instruction with its documents, then the request with its input
     * @param background the label of the instruction with its documents
     */
    public record Beginning(List<Message> messages, Label background) {
        public Beginning {
            messages = List.copyOf(messages);
        }
    }

    public Beginning begin(Task task, Tree tree, AgentDefinition agent) {
        List<ContextDocuments.Document> read = documents.forTask(task, agent);
        List<Message> messages = List.of(
                new Message.Instruction(instruction(tree, agent, read)),
                new Message.Request(asker(task, tree), request(task)));
        return new Beginning(
                messages, read.stream().map(ContextDocuments.Document::label).reduce(Label.CLEAN, Label::join));
    }

    /** A request that no person made is nobody's words. */
    private static String asker(Task task, Tree tree) {
        return task.parent().isEmpty() && tree.submittedBy().startsWith("person:") ? "user" : "system";
    }

    private static String instruction(Tree tree, AgentDefinition agent, List<ContextDocuments.Document> read) {
        String context = read.stream()
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

        /**
         * A document as an agent reads it.
         *
         * @param label what its author may have read
         */
        record Document(String id, String name, String text, Label label) {
            public Map<String, String> asMap() {
                return Map.of("id", id, "name", name, "text", text);
            }
        }
    }
}
