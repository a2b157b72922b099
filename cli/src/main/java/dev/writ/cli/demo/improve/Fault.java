package dev.writ.cli.demo.improve;

import dev.writ.Json;
import dev.writ.entity.Change;
import dev.writ.entity.Definition;
import dev.writ.entity.DefinitionVersion;
import dev.writ.entity.Definitions;
import dev.writ.entity.EntityKind;
import dev.writ.entity.Tunable;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is wrong with the configuration that Writ is given. Each belongs to another definition. */
public enum Fault {
    SHORT_TIMEOUT(
            "time limit",
            EntityKind.TOOL,
            "terminal",
            "time_cut",
            Work.REPORTS,
            "commands end after 1 s; the report takes a little longer") {
        @Override
        void plant(Definitions definitions) {
            agent(definitions, REPORTER, "Makes reports.", List.of(), List.of(COMMANDS, READING));
            number(definitions, Tunable.COMMAND_SECONDS, 1);
        }

        @Override
        String setting(ObjectNode content) {
            return Tunable.COMMAND_SECONDS.in(content) + " s";
        }
    },
    HIGH_LIMIT(
            "row limit",
            EntityKind.TOOL,
            "sql_lite",
            "limit_too_high",
            Work.ORDERS,
            "queries compute 2000 rows; nobody reads more than 20") {
        @Override
        void plant(Definitions definitions) {
            agent(definitions, ANALYST, "Answers questions from databases.", List.of(), List.of(QUERIES));
            number(definitions, Tunable.QUERY_ROWS, ROW_LIMIT);
        }

        @Override
        String setting(ObjectNode content) {
            return Tunable.QUERY_ROWS.in(content) + " rows";
        }
    },
    BLOATED_CONTEXT(
            "context",
            EntityKind.AGENT,
            Fault.WRITER,
            "context_bloat",
            Work.LETTERS,
            "the writer reads 14,000 characters first, each time") {
        @Override
        void plant(Definitions definitions) {
            if (definitions.find(EntityKind.DOCUMENT, HANDBOOK).isEmpty()) {
                definitions.create(EntityKind.DOCUMENT, HANDBOOK, Premises.handbook(), PLANTED);
            }
            agent(definitions, WRITER, "Shows and writes letters.", List.of(HANDBOOK), List.of(READING));
        }

        @Override
        String setting(ObjectNode content) {
            return names(content.path("documents"));
        }
    },
    MISSING_TOOL(
            "start tool",
            EntityKind.AGENT,
            Fault.LIBRARIAN,
            "tool_round_trips",
            Work.LOOKUPS,
            "the librarian lacks its one tool, and asks each time") {
        @Override
        void plant(Definitions definitions) {
            agent(definitions, LIBRARIAN, "Looks things up.", List.of(), List.of());
        }

        @Override
        String setting(ObjectNode content) {
            return names(Json.array(content.path("tools")
                    .valueStream()
                    .map(tool -> tool.path("tool").asString(""))
                    .toList()));
        }
    };

    static final String REPORTER = "reporter";
    static final String ANALYST = "analyst";
    static final String WRITER = "writer";
    static final String LIBRARIAN = "librarian";
    static final String HANDBOOK = "house-handbook";
    /** Rows that queries give at first. */
    static final int ROW_LIMIT = 2_000;

    private static final String READING = "{\"tool\": \"file_system_listing\", \"scope\": {\"read\": [\"**\"]}, ";
    private static final String COMMANDS =
            "{\"tool\": \"terminal\", \"scope\": {\"commands\": [[\"sh\", \"nightly.sh\"]]}, ";
    private static final String QUERIES = "{\"tool\": \"sql_lite\", \"scope\": {\"queries\": [\"shop:*\"]}, ";

    private static final String PLANTER = "person:demo";
    private static final Change PLANTED = Change.by(PLANTER, "a poor configuration, on purpose");

    private final String title;
    private final EntityKind kind;
    private final String entity;
    private final String opportunity;
    private final Work work;
    private final String words;

    Fault(String title, EntityKind kind, String entity, String opportunity, Work work, String words) {
        this.title = title;
        this.kind = kind;
        this.entity = entity;
        this.opportunity = opportunity;
        this.work = work;
        this.words = words;
    }

    String title() {
        return title;
    }

    Target target() {
        return new Target(kind, entity, opportunity);
    }

    /** What suffers from it. */
    Work work() {
        return work;
    }

    /** Brings it about, by the same ways as people change definitions. */
    abstract void plant(Definitions definitions);

    /** What is wrong, in a sentence. */
    String words() {
        return words;
    }

    /** What the definition says about it, in a few words. */
    abstract String setting(ObjectNode content);

    /** Whether it was brought about, in this run of the demonstration or one that was broken off. */
    boolean isPlanted(Definitions definitions) {
        return definitions
                .find(kind, entity)
                .map(Definition::id)
                .filter(id -> definitions.history(kind, id).stream()
                        .map(DefinitionVersion::author)
                        .anyMatch(PLANTER::equals))
                .isPresent();
    }

    static void number(Definitions definitions, Tunable tunable, long number) {
        Definition tool = definitions.get(tunable.kind(), tunable.entity());
        definitions.update(tunable.kind(), tool.id(), tunable.patch(number), tool.activeVersion(), PLANTED);
    }

    /** @param tools what its tasks begin with */
    static void agent(
            Definitions definitions, String name, String purpose, List<String> documents, List<String> tools) {
        if (definitions.find(EntityKind.AGENT, name).isPresent()) {
            return;
        }
        ObjectNode content = Json.object()
                .put("purpose", purpose)
                .put("tier", "small")
                .put("instruction", "Do what the user asks, and nothing else.")
                .put("maximum_turns", 20);
        content.set("documents", Json.array(documents));
        ArrayNode list = content.putArray("tools");
        tools.forEach(tool -> list.add(Json.parse(tool + "\"operations\": [], \"minutes\": 30}")));
        definitions.create(EntityKind.AGENT, name, content, PLANTED);
    }

    private static String names(JsonNode list) {
        return list.isEmpty()
                ? "nothing"
                : String.join(
                        ", ", list.valueStream().map(name -> name.asString("")).toList());
    }
}
