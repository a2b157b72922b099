package dev.writ.improvement.request;

import dev.writ.Json;
import dev.writ.entity.Definition;
import dev.writ.entity.Definitions;
import dev.writ.entity.EntityKind;
import dev.writ.event.EventLog;
import dev.writ.improvement.Proposal;
import dev.writ.improvement.Rules;
import dev.writ.improvement.catalogue.TypedChange;
import dev.writ.insight.Opportunities;
import dev.writ.insight.Opportunity;
import dev.writ.insight.Opportunity.Kind;
import dev.writ.insight.Period;
import dev.writ.process.Process;
import dev.writ.process.ProcessOutcome;
import dev.writ.process.ProcessRun;
import dev.writ.process.ProcessSpec;
import dev.writ.process.RoleAgents;
import dev.writ.task.TaskResult;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Has a model say which lines of an agent's instruction are in the way of what the detectors found, and which are missing:
 * single items, never a new text (ACE, arXiv 2510.04618). It is shown names and counts, and nothing that a tool gave. What
 * it says is checked like any proposal; without a model nothing is asked.
 */
public final class SuggestInstructions implements Process {
    public static final String NAME = "suggest_instructions";

    /** Their sentences are made of names and numbers alone. */
    private static final Set<Kind> ABOUT_INSTRUCTIONS =
            EnumSet.of(Kind.TOOL_MISMATCH, Kind.UNUSED_TOOL_NAMED, Kind.LOOP, Kind.DENIED_THEN_GRANTED);

    private static final Duration LOOK_BACK = Duration.ofDays(7);
    private static final int MOST_QUESTIONS = 3;

    private final Opportunities opportunities;
    private final Definitions definitions;
    private final EventLog events;
    private final Rules rules;
    private final InstantSource clock;
    private final boolean hasModel;

    public SuggestInstructions(
            Opportunities opportunities,
            Definitions definitions,
            EventLog events,
            Rules rules,
            InstantSource clock,
            boolean hasModel) {
        this.opportunities = opportunities;
        this.definitions = definitions;
        this.events = events;
        this.rules = rules;
        this.clock = clock;
        this.hasModel = hasModel;
    }

    @Override
    public ProcessSpec spec() {
        return new ProcessSpec(
                NAME,
                "Has a model suggest single changes of agents' instructions, for trials.",
                Json.parseObject("{\"type\": \"object\"}"));
    }

    @Override
    public ProcessOutcome run(ProcessRun run) {
        ArrayNode found = run.step("opportunities", ArrayNode.class, this::look);
        List<String> noted = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            JsonNode one = found.get(i);
            String step = "note:" + i;
            ObjectNode input =
                    Json.object().put("finding", one.path("hypothesis").asString(""));
            input.set("lines", one.path("lines"));
            Optional<ObjectNode> said = RoleAgents.ask(
                    run,
                    "suggest:" + i,
                    "review_agent",
                    "Which lines of this instruction should go, and which are missing? End with data"
                            + " {\"remove\": [numbers of lines, counted from 0], \"add\": [new lines]}, at most three of"
                            + " each.",
                    input);
            String agent = said.map(data -> note(run, step, one, data)).orElse("");
            if (!agent.isEmpty()) {
                noted.add(agent);
            }
        }
        String text = noted.isEmpty()
                ? "Nothing was suggested that may be tried."
                : "Suggested for trial: changes of the instructions of " + String.join(", ", noted) + ".";
        return new ProcessOutcome.Completed(TaskResult.of(text, Json.object().set("agents", Json.array(noted))));
    }

    private ArrayNode look() {
        ArrayNode list = Json.array();
        if (hasModel) {
            opportunities.in(Period.last(LOOK_BACK, clock.instant())).stream()
                    .filter(one -> one.entityKind() == EntityKind.AGENT && ABOUT_INSTRUCTIONS.contains(one.kind()))
                    .limit(MOST_QUESTIONS)
                    .forEach(one -> definitions
                            .find(EntityKind.AGENT, one.entity())
                            .ifPresent(agent -> list.add(question(one, agent))));
        }
        return list;
    }

    private static ObjectNode question(Opportunity one, Definition agent) {
        ObjectNode question = Json.object()
                .put("agent", agent.name())
                .put("kind", one.kind().id())
                .put("hypothesis", one.hypothesis())
                .put("expected_effect", one.expectedEffect());
        question.set("evidence", Json.array(one.evidence()));
        question.set(
                "lines",
                Json.array(
                        agent.content().path("instruction").asString("").lines().toList()));
        return question;
    }

    /** Keeps what the model said where it may be tried; the agent's name, or nothing. */
    private String note(ProcessRun run, String step, JsonNode one, ObjectNode said) {
        return run.stepWriting(step, String.class, transaction -> {
            Optional<Definition> agent =
                    definitions.find(EntityKind.AGENT, one.path("agent").asString(""));
            if (agent.isEmpty()) {
                return "";
            }
            ObjectNode patch = edit(one, said).patch(agent.get());
            Proposal proposal = new Proposal(
                    EntityKind.AGENT,
                    agent.get().name(),
                    patch,
                    one.path("kind").asString(""),
                    one.path("hypothesis").asString(""),
                    one.path("expected_effect").asString(""),
                    one.path("evidence")
                            .valueStream()
                            .map(id -> id.asString(""))
                            .toList(),
                    "agent:review_agent");
            if (rules.refusal(proposal, agent.get()).isPresent()) {
                return "";
            }
            events.append(
                    transaction,
                    RequestedSource.event(proposal, agent.get().id())
                            .in(run.task().tree(), run.task().id()));
            return agent.get().name();
        });
    }

    private static TypedChange.EditInstruction edit(JsonNode one, ObjectNode said) {
        List<String> removed = new ArrayList<>();
        for (JsonNode number : said.path("remove")) {
            String line = one.path("lines").path(number.asInt(-1)).asString("");
            if (!line.isBlank()) {
                removed.add(line);
            }
        }
        List<String> added = said.path("add")
                .valueStream()
                .filter(JsonNode::isString)
                .map(line -> line.stringValue().strip())
                .filter(line -> !line.isEmpty())
                .toList();
        return new TypedChange.EditInstruction(one.path("agent").asString(""), removed, added);
    }
}
