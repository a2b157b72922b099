package dev.writ.agent;

import dev.writ.Json;
import dev.writ.agent.context.DocumentPlace;
import dev.writ.label.Label;
import dev.writ.task.Message;
import dev.writ.task.Task;
import dev.writ.task.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
     * @param documents where in the instruction they stand, in order
     */
    public record Beginning(List<Message> messages, Label background, List<DocumentPlace> documents) {
        public Beginning {
            messages = List.copyOf(messages);
            documents = List.copyOf(documents);
        }
    }

    public Beginning begin(Task task, Tree tree, AgentDefinition agent) {
        List<ContextDocuments.Document> read = documents.forTask(task, agent);
        StringBuilder instruction = new StringBuilder(instruction(tree, agent));
        List<DocumentPlace> places = new ArrayList<>();
        for (ContextDocuments.Document document : read) {
            instruction.append("\n\n");
            int start = instruction.length();
            instruction
                    .append("## Document: ")
                    .append(document.name())
                    .append("\n\n")
                    .append(document.text());
            places.add(new DocumentPlace(
                    document.id(),
                    document.name(),
                    document.version(),
                    start,
                    instruction.length() - start,
                    document.label()));
        }
        List<Message> messages = List.of(
                new Message.Instruction(instruction.toString()), new Message.Request(asker(task, tree), request(task)));
        return new Beginning(
                messages, read.stream().map(ContextDocuments.Document::label).reduce(Label.CLEAN, Label::join), places);
    }

    /** A request that no person made is nobody's words. */
    private static String asker(Task task, Tree tree) {
        return task.parent().isEmpty() && tree.submittedBy().startsWith("person:") ? "user" : "system";
    }

    private static String instruction(Tree tree, AgentDefinition agent) {
        String place = tree.workspace().isEmpty()
                ? "This task has no workspace."
                : "This task has a workspace; paths are relative to its root.";
        return agent.instruction().strip() + "\n\n" + place;
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
         * @param version the one that is read
         * @param label what its author may have read
         */
        record Document(String id, String name, int version, String text, Label label) {
            public Map<String, String> asMap() {
                return Map.of("id", id, "name", name, "text", text);
            }
        }
    }
}
