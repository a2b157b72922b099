package dev.writ.improvement.catalogue;

import dev.writ.Json;
import dev.writ.agent.StoredAgents;
import dev.writ.entity.Definition;
import dev.writ.entity.EntityKind;
import dev.writ.entity.Tunable;
import dev.writ.model.ModelTier;
import dev.writ.permission.StartTool;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A change of one definition, of a kind whose effects are understood. */
public sealed interface TypedChange {
    EntityKind kind();

    /** Name of the definition. */
    String entity();

    /** JSON merge patch on the content of the definition as it stands; empty where it changes nothing. */
    ObjectNode patch(Definition active);

    /** A number, wherever it stands: limits, timeouts, durations, turns, numbers of documents. */
    record SetNumber(String entity, Tunable tunable, long number) implements TypedChange {
        @Override
        public EntityKind kind() {
            return tunable.kind();
        }

        @Override
        public ObjectNode patch(Definition active) {
            return tunable.in(active.content()) == number ? Json.object() : tunable.patch(number);
        }
    }

    /** A tool that tasks of the agent get at their start. */
    record AddStartTool(String entity, StartTool tool) implements TypedChange {
        @Override
        public EntityKind kind() {
            return EntityKind.AGENT;
        }

        @Override
        public ObjectNode patch(Definition active) {
            List<StartTool> present = StartTool.readAll(active.content().path(StoredAgents.TOOLS));
            boolean full = present.size() >= StartTool.MOST;
            if (full || present.stream().anyMatch(one -> one.tool().equals(tool.tool()))) {
                return Json.object();
            }
            List<StartTool> tools = new ArrayList<>(present);
            tools.add(tool);
            return tools(tools);
        }
    }

    record RemoveStartTool(String entity, String tool) implements TypedChange {
        @Override
        public EntityKind kind() {
            return EntityKind.AGENT;
        }

        @Override
        public ObjectNode patch(Definition active) {
            List<StartTool> present = StartTool.readAll(active.content().path(StoredAgents.TOOLS));
            List<StartTool> left =
                    present.stream().filter(one -> !one.tool().equals(tool)).toList();
            return left.size() == present.size() ? Json.object() : tools(left);
        }
    }

    /** A document that every task of the agent reads. */
    record AddDocument(String entity, String document) implements TypedChange {
        @Override
        public EntityKind kind() {
            return EntityKind.AGENT;
        }

        @Override
        public ObjectNode patch(Definition active) {
            List<String> documents = documents(active);
            return documents.contains(document) ? Json.object() : documents(documents, document);
        }
    }

    record RemoveDocument(String entity, String document) implements TypedChange {
        @Override
        public EntityKind kind() {
            return EntityKind.AGENT;
        }

        @Override
        public ObjectNode patch(Definition active) {
            List<String> documents = documents(active);
            return documents.contains(document)
                    ? documents(documents.stream()
                            .filter(name -> !name.equals(document))
                            .toList())
                    : Json.object();
        }
    }

    record SetTier(String entity, ModelTier tier) implements TypedChange {
        @Override
        public EntityKind kind() {
            return EntityKind.AGENT;
        }

        @Override
        public ObjectNode patch(Definition active) {
            return active.content().path("tier").asString("").equals(tier.id())
                    ? Json.object()
                    : Json.object().put("tier", tier.id());
        }
    }

    /** Lines taken out of an agent's instruction, and lines put at its end. */
    record EditInstruction(String entity, List<String> removed, List<String> added) implements TypedChange {
        public EditInstruction {
            removed = List.copyOf(removed);
            added = List.copyOf(added);
        }

        @Override
        public EntityKind kind() {
            return EntityKind.AGENT;
        }

        @Override
        public ObjectNode patch(Definition active) {
            String instruction = active.content().path("instruction").asString("");
            List<String> lines = new ArrayList<>(instruction.lines().toList());
            removed.forEach(lines::remove);
            lines.addAll(added);
            String changed = String.join("\n", lines);
            return changed.equals(String.join("\n", instruction.lines().toList()))
                    ? Json.object()
                    : Json.object().put("instruction", changed);
        }
    }

    private static ObjectNode tools(List<StartTool> tools) {
        ArrayNode list = Json.array();
        tools.forEach(tool -> list.add(tool.toJson()));
        return Json.object().set(StoredAgents.TOOLS, list);
    }

    private static List<String> documents(Definition agent) {
        return agent.content()
                .path("documents")
                .valueStream()
                .map((JsonNode name) -> name.asString(""))
                .toList();
    }

    private static ObjectNode documents(List<String> names, String... more) {
        List<String> all = new ArrayList<>(names);
        all.addAll(List.of(more));
        return Json.object().set("documents", Json.array(all));
    }
}
