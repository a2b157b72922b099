package dev.writ.improvement.catalogue;

import dev.writ.Json;
import dev.writ.TimeOrderedIds;
import dev.writ.agent.StoredAgents;
import dev.writ.entity.Change;
import dev.writ.entity.Definition;
import dev.writ.entity.Definitions;
import dev.writ.entity.EntityKind;
import dev.writ.entity.Tunable;
import dev.writ.event.EventLog;
import dev.writ.improvement.Proposal;
import dev.writ.insight.Period;
import dev.writ.permission.BasePermission;
import dev.writ.permission.Scope;
import dev.writ.store.Database;
import dev.writ.tool.ToolRegistry;
import dev.writ.tool.file.FileSystemServer;
import dev.writ.tool.sql.SqlServer;
import dev.writ.tool.sql.TestingRecords;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Definitions as they ship, with a clerk that reads, a fixer that runs commands, and a judge. */
final class TestingSurface implements AutoCloseable {
    static final Period PERIOD = new Period(TestingRecords.START, TestingRecords.START.plus(Duration.ofDays(7)));
    static final Change SHIPPED = Change.by("writ", "");

    final TestingRecords records;
    final Definitions definitions;
    final Powers powers;
    final SurfaceRules rules;

    TestingSurface(Path folder) {
        records = new TestingRecords(folder);
        records.tree("tree_1");
        Database database = records.database();
        TimeOrderedIds ids = new TimeOrderedIds(records.clock(), new Random(3));
        EventLog events = new EventLog(database, records.clock(), ids);
        definitions = new Definitions(
                database, events, records.clock(), ids, (kind, name, content) -> StoredAgents.check(kind, content));
        ToolRegistry registry = new ToolRegistry(
                List.of(
                        new FileSystemServer(database, events, records.clock(), ids),
                        new SqlServer(Map.of(), records.clock()),
                        new ElevatedServer()),
                database,
                events,
                records.clock());
        powers = new Powers(
                registry,
                () -> List.of(new BasePermission(
                        "fixer", "terminal", Set.of(), new Scope.CommandScope(List.of(List.of("df"))))));
        rules = new SurfaceRules(definitions, powers);
        for (String tool : List.of("terminal", "sql_lite", "file_system_listing")) {
            define(
                    EntityKind.TOOL,
                    tool,
                    Tunable.ship(EntityKind.TOOL, tool, Json.object().put("summary", "A tool.")));
        }
        for (String agent : List.of("clerk", "fixer", "task_evaluator")) {
            ObjectNode content = Json.object()
                    .put("purpose", "Works.")
                    .put("tier", "standard")
                    .put("instruction", "Read first.\nThen act.\nSay what you did.")
                    .put("maximum_turns", 40);
            content.set("documents", Json.array(List.of("untrusted-text", "tax-law")));
            content.putArray("tools");
            define(EntityKind.AGENT, agent, content);
        }
        for (String document : List.of("untrusted-text", "tax-law", "style")) {
            define(EntityKind.DOCUMENT, document, Json.object().put("text", "Words."));
        }
    }

    /** A server of one elevated tool by the name of the terminal, which runs nothing. */
    private record ElevatedServer() implements dev.writ.tool.ToolServer {
        @Override
        public String name() {
            return "terminal";
        }

        @Override
        public List<dev.writ.tool.ToolSpec> tools() {
            return List.of(new dev.writ.tool.ToolSpec(
                    "terminal", "Runs.", dev.writ.tool.SecurityLevel.ELEVATED, Duration.ofHours(6), List.of()));
        }

        @Override
        public List<dev.writ.tool.Operation> operations() {
            return List.of();
        }
    }

    void define(EntityKind kind, String name, ObjectNode content) {
        definitions.create(kind, name, content, SHIPPED);
    }

    Definition active(EntityKind kind, String name) {
        return definitions.get(kind, name);
    }

    static Proposal proposal(EntityKind kind, String entity, String changes) {
        return proposal(kind, entity, changes, "catalogue");
    }

    static Proposal proposal(EntityKind kind, String entity, String changes, String by) {
        return new Proposal(
                kind, entity, Json.parseObject(changes), "request", "It is poor.", "It gets better.", List.of(), by);
    }

    @Override
    public void close() {
        records.close();
    }
}
