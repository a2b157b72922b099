package dev.writ.server.mcp;

import dev.writ.Json;
import dev.writ.mcp.server.Content;
import dev.writ.mcp.server.Outcome;
import dev.writ.mcp.server.Prompt;
import dev.writ.mcp.server.PromptMessage;
import dev.writ.tool.OperationSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The processes an agent can start, as prompts that a person chooses: each tells the agent to start it, and with what. */
final class ProcessPrompts {
    private ProcessPrompts() {}

    static List<Prompt> of(Collection<OperationSpec> operations) {
        return operations.stream()
                .filter(operation -> operation.tool().equals(OperationSpec.CORE))
                .map(ProcessPrompts::prompt)
                .sorted((one, other) -> one.name().compareTo(other.name()))
                .toList();
    }

    private static Prompt prompt(OperationSpec operation) {
        List<Prompt.Argument> arguments = new ArrayList<>();
        JsonNode required = operation.inputSchema().path("required");
        operation.inputSchema().path("properties").propertyStream().forEach(property -> {
            if (property.getValue().path("type").asString("").equals("string")) {
                arguments.add(new Prompt.Argument(
                        property.getKey(),
                        property.getValue().path("description").asString(property.getKey()),
                        required.valueStream()
                                .anyMatch(name -> name.asString("").equals(property.getKey()))));
            }
        });
        return new Prompt(
                operation.name(),
                operation.name(),
                operation.description(),
                arguments,
                (given, exchange) ->
                        Outcome.done(List.of(PromptMessage.ofUser(new Content.Text(words(operation, given))))));
    }

    private static String words(OperationSpec operation, Map<String, String> given) {
        ObjectNode known = Json.object();
        given.forEach(known::put);
        return "Call the tool " + operation.functionName() + ": " + operation.description()
                + (given.isEmpty() ? "" : "\nUse these arguments, and add what else it needs: " + Json.write(known));
    }
}
