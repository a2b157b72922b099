package dev.writ.improvement.pattern;

import dev.writ.Json;
import dev.writ.entity.Change;
import dev.writ.entity.Definition;
import dev.writ.entity.DefinitionStatus;
import dev.writ.entity.Definitions;
import dev.writ.entity.EntityKind;
import dev.writ.event.EventLog;
import dev.writ.event.NewEvent;
import dev.writ.insight.Period;
import dev.writ.process.Process;
import dev.writ.process.ProcessOutcome;
import dev.writ.process.ProcessRun;
import dev.writ.process.ProcessSpec;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import dev.writ.task.TaskResult;
import java.time.Duration;
import java.time.InstantSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Looks for what is done again and again, and offers a process for each such pattern: a definition that is not in use
 * until a person takes it into use. A pattern that was offered before is not offered again, whatever became of it.
 */
public final class MinePatterns implements Process {
    public static final String NAME = "mine_patterns";

    private static final Duration LOOK_BACK = Duration.ofDays(30);
    private static final int MOST_OFFERS = 5;
    private static final ObjectNode PARAMETERS = Json.parseObject("{\"type\": \"object\"}");

    private final PatternMiner miner;
    private final Definitions definitions;
    private final EventLog events;
    private final InstantSource clock;

    public MinePatterns(Database database, Definitions definitions, EventLog events, InstantSource clock) {
        this.miner = new PatternMiner(database);
        this.definitions = definitions;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public ProcessSpec spec() {
        return new ProcessSpec(NAME, "Offers a process for what was done again and again in the same way.", PARAMETERS);
    }

    @Override
    public ProcessOutcome run(ProcessRun run) {
        ArrayNode found = run.step("mine", ArrayNode.class, this::mine);
        String[] offered = run.stepWriting(
                "offer",
                String[].class,
                transaction -> found.valueStream()
                        .filter(one -> offer(transaction, run, one))
                        .map(one -> one.path("name").asString(""))
                        .toArray(String[]::new));
        String text = offered.length == 0
                ? "Nothing new is done again and again in the same way."
                : "Offered: " + String.join(", ", offered)
                        + ". Look at one with `writ processes get NAME`; it can be run once you take it into use.";
        ObjectNode data = Json.object();
        data.set("offered", Json.array(java.util.List.of(offered)));
        return new ProcessOutcome.Completed(TaskResult.of(text, data));
    }

    private ArrayNode mine() {
        ArrayNode found = Json.array();
        miner.in(Period.last(LOOK_BACK, clock.instant())).stream()
                .filter(mined ->
                        definitions.find(EntityKind.PROCESS, mined.name()).isEmpty())
                .limit(MOST_OFFERS)
                .forEach(mined -> found.addObject().put("name", mined.name()).set("content", mined.content()));
        return found;
    }

    private boolean offer(Transaction transaction, ProcessRun run, JsonNode one) {
        String name = one.path("name").asString("");
        boolean taken = transaction
                .handle()
                .createQuery("SELECT EXISTS (SELECT 1 FROM entities WHERE kind = 'process' AND name = :name)")
                .bind("name", name)
                .mapTo(Boolean.class)
                .one();
        if (taken) {
            return false;
        }
        Change change = Change.by("process:" + NAME, "mined from what was done again and again")
                .in(run.task().tree(), run.task().id());
        ObjectNode content = (ObjectNode) one.path("content");
        Definition created = definitions.create(transaction, EntityKind.PROCESS, name, content, change);
        definitions.setStatus(transaction, EntityKind.PROCESS, created.id(), DefinitionStatus.INACTIVE, change);
        events.append(
                transaction,
                NewEvent.of("review.requested", "process", created.id())
                        .in(run.task().tree(), run.task().id())
                        .by("process:" + NAME)
                        .with("reason", content.path("summary").asString("")));
        return true;
    }
}
