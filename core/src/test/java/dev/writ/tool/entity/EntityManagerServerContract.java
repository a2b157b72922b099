package dev.writ.tool.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.writ.FailureCode;
import dev.writ.IdSource;
import dev.writ.Json;
import dev.writ.TestingClock;
import dev.writ.WritException;
import dev.writ.entity.Definitions;
import dev.writ.entity.EntityKind;
import dev.writ.entity.Relationships;
import dev.writ.event.EventFilter;
import dev.writ.event.EventLog;
import dev.writ.event.NewEvent;
import dev.writ.permission.Access.EntityAccess;
import dev.writ.permission.Access.EntityVerb;
import dev.writ.store.Database;
import dev.writ.tool.CallContext;
import dev.writ.tool.Operation;
import dev.writ.tool.OperationResult;
import dev.writ.tool.TestingCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the entity_manager tool server does on every database. */
abstract class EntityManagerServerContract {
    private final TestingClock clock = new TestingClock();
    private final AtomicLong lastId = new AtomicLong();
    private final CallContext context = TestingCalls.context(Optional.empty());
    private EventLog events;
    private EntityManagerServer server;

    abstract Database database();

    @BeforeEach
    void prepare() {
        IdSource ids = prefix -> prefix + "_%06d".formatted(lastId.incrementAndGet());
        events = new EventLog(database(), clock, ids);
        server = new EntityManagerServer(
                new Definitions(database(), events, clock, ids),
                new Relationships(database(), events, clock),
                database());
    }

    @Test
    void a_document_is_created_read_updated_and_rolled_back() throws Exception {
        ObjectNode created = call("create_entity", """
                {"kind": "document", "name": "Notes", "content": {"description": "how to build", "text": "one\\ntwo"},
                 "reason": "found out"}""").data();
        assertThat(created.get("name").asString()).isEqualTo("Notes");
        assertThat(created.get("version").asInt()).isEqualTo(1);

        call("update_entity", """
                {"kind": "document", "id": "Notes", "changes": {"text": "one\\n2"}, "expected_version": 1}""");
        JsonNode second = call("get_entity", "{\"kind\": \"document\", \"id\": \"Notes\"}")
                .data()
                .get("entity");
        assertThat(second.at("/content/text").asString()).isEqualTo("one\n2");
        assertThat(second.get("version").asInt()).isEqualTo(2);
        JsonNode first = call("get_entity", "{\"kind\": \"document\", \"id\": \"Notes\", \"version\": 1}")
                .data()
                .get("entity");
        assertThat(first.at("/content/text").asString()).isEqualTo("one\ntwo");
        assertThat(first.get("active_version").asInt()).isEqualTo(2);

        call("rollback_entity", "{\"kind\": \"document\", \"id\": \"Notes\", \"version\": 1}");
        assertThat(call("get_entity", "{\"kind\": \"document\", \"id\": \"Notes\"}")
                        .data()
                        .at("/entity/version")
                        .asInt())
                .isEqualTo(1);
        assertThat(call("history", "{\"kind\": \"document\", \"id\": \"Notes\"}")
                        .text())
                .contains("* version 1 by agent:worker", "  version 2 by agent:worker", "found out");
        assertThat(call("diff_versions", "{\"kind\": \"document\", \"id\": \"Notes\", \"from\": 1, \"to\": 2}")
                        .text())
                .contains("-    two", "+    2");
        assertThat(events.find(EventFilter.all()))
                .allSatisfy(event -> {
                    assertThat(event.actor()).isEqualTo("agent:worker");
                    assertThat(event.task()).isEqualTo("task_1");
                    assertThat(event.causedBy()).isEqualTo("call_1");
                })
                .hasSize(3);
    }

    @Test
    void a_stale_update_is_a_conflict() throws Exception {
        document("Notes");
        fails(FailureCode.CONFLICT, "update_entity", """
                {"kind": "document", "id": "Notes", "changes": {}, "expected_version": 4}""");
    }

    @Test
    void a_deactivated_document_is_listed_as_inactive() throws Exception {
        document("Notes");
        document("Other");
        call("deactivate_entity", "{\"kind\": \"document\", \"id\": \"Notes\"}");
        assertThat(names(call("list_entities", "{\"kind\": \"document\", \"filter\": {\"status\": \"inactive\"}}")))
                .containsExactly("Notes");
        call("activate_entity", "{\"kind\": \"document\", \"id\": \"Notes\"}");
        assertThat(names(call("list_entities", "{\"kind\": \"document\", \"filter\": {\"status\": \"active\"}}")))
                .containsExactly("Notes", "Other");
    }

    @Test
    void changing_tasks_or_events_is_refused_naming_what_to_use() {
        for (String operation : List.of("create_entity", "update_entity", "rollback_entity", "deactivate_entity")) {
            assertThat(fails(FailureCode.INVALID_ARGUMENTS, operation, "{\"kind\": \"task\"}"))
                    .contains("start_subtask");
            assertThat(fails(FailureCode.INVALID_ARGUMENTS, operation, "{\"kind\": \"event\"}"))
                    .contains("append-only");
        }
        assertThat(fails(FailureCode.INVALID_ARGUMENTS, "history", "{\"kind\": \"task\", \"id\": \"x\"}"))
                .contains("list_entities");
    }

    @Test
    void every_call_states_kind_and_verb() {
        assertAccess("get_entity", "{\"kind\": \"agent\", \"id\": \"a\"}", access("agent", EntityVerb.READ, "a"));
        assertAccess("list_entities", "{\"kind\": \"event\"}", access("event", EntityVerb.READ, ""));
        assertAccess("history", "{\"kind\": \"tool\", \"id\": \"a\"}", access("tool", EntityVerb.READ, "a"));
        assertAccess(
                "create_entity",
                "{\"kind\": \"process\", \"name\": \"a\", \"content\": {}}",
                access("process", EntityVerb.WRITE, ""));
        assertAccess(
                "update_entity",
                "{\"kind\": \"agent\", \"id\": \"a\", \"changes\": {}, \"expected_version\": 1}",
                access("agent", EntityVerb.WRITE, "a"));
        assertAccess(
                "relate",
                "{\"source_kind\": \"task\", \"source\": \"t\", \"target_kind\": \"tool\", \"target\": \"u\","
                        + " \"type\": \"used\"}",
                access("task", EntityVerb.WRITE, "t"),
                access("tool", EntityVerb.READ, "u"));
        assertAccess(
                "search_entities",
                "{\"query\": \"a\"}",
                access("agent", EntityVerb.READ, ""),
                access("task", EntityVerb.READ, ""),
                access("process", EntityVerb.READ, ""),
                access("tool", EntityVerb.READ, ""),
                access("document", EntityVerb.READ, ""),
                access("event", EntityVerb.READ, ""));
    }

    @Test
    void tasks_are_read_with_their_request_subtasks_and_dependencies() throws Exception {
        tree("task_a", "make it faster");
        task("task_a", "task_a", "", "root", "completed", "worker");
        task("task_b", "task_a", "task_a", "measure", "completed", "worker");
        task("task_c", "task_a", "task_a", "change", "failed", "optimizer_agent");
        database()
                .write(transaction -> transaction
                        .handle()
                        .execute("INSERT INTO task_dependencies (task, depends_on) VALUES ('task_c', 'task_b')"));

        JsonNode root = call("get_entity", "{\"kind\": \"task\", \"id\": \"task_a\"}")
                .data()
                .get("entity");
        assertThat(root.get("name").asString()).isEqualTo("root");
        assertThat(root.get("status").asString()).isEqualTo("completed");
        assertThat(root.at("/content/request/text").asString()).isEqualTo("make it faster");
        assertThat(root.at("/content/subtasks"))
                .extracting(one -> one.get("id").asString())
                .containsExactly("task_b", "task_c");
        assertThat(root.at("/content/parameters/n").asInt()).isEqualTo(1);
        assertThat(call("get_entity", "{\"kind\": \"task\", \"id\": \"task_c\"}")
                        .data()
                        .at("/entity/content/depends_on/0")
                        .asString())
                .isEqualTo("task_b");
        fails(FailureCode.NOT_FOUND, "get_entity", "{\"kind\": \"task\", \"id\": \"task_x\"}");
    }

    @Test
    void tasks_are_listed_newest_first_by_page_and_filter() throws Exception {
        tree("task_a", "r");
        task("task_a", "task_a", "", "root", "completed", "worker");
        task("task_b", "task_a", "task_a", "measure", "completed", "worker");
        task("task_c", "task_a", "task_a", "change", "failed", "optimizer_agent");

        OperationResult first = call("list_entities", "{\"kind\": \"task\", \"limit\": 2}");
        assertThat(names(first)).containsExactly("change", "measure");
        String cursor = first.data().get("next_cursor").asString();
        assertThat(first.text()).contains(cursor);
        OperationResult second =
                call("list_entities", "{\"kind\": \"task\", \"limit\": 2, \"cursor\": \"" + cursor + "\"}");
        assertThat(names(second)).containsExactly("root");
        assertThat(second.data().get("next_cursor").asString()).isEmpty();

        assertThat(names(tasks("\"state\": \"failed\""))).containsExactly("change");
        assertThat(names(tasks("\"agent\": \"worker\", \"parent\": \"task_a\"")))
                .containsExactly("measure");
        assertThat(names(tasks("\"tree\": \"elsewhere\""))).isEmpty();
        assertThat(names(tasks("\"name\": \"ROO\""))).containsExactly("root");
        assertThat(names(tasks("\"since\": \"2030-01-01T00:00:00Z\""))).isEmpty();
        fails(FailureCode.INVALID_ARGUMENTS, "list_entities", "{\"kind\": \"task\", \"filter\": {\"since\": \"x\"}}");
        assertThat(fails(
                        FailureCode.INVALID_ARGUMENTS,
                        "list_entities",
                        "{\"kind\": \"task\", \"filter\": {\"outcome\": \"x\"}}"))
                .contains("agent, name, parent, since, state, tree, until");
    }

    @Test
    void events_are_listed_newest_first_by_page_and_filter() throws Exception {
        event("tool.failed", "worker", "call_1", "failed");
        event("tool.succeeded", "worker", "call_2", "succeeded");
        event("task.failed", "optimizer_agent", "task_9", "failed");

        OperationResult first = call("list_entities", "{\"kind\": \"event\", \"limit\": 2}");
        assertThat(names(first)).containsExactly("task.failed", "tool.succeeded");
        String cursor = first.data().get("next_cursor").asString();
        assertThat(names(call("list_entities", "{\"kind\": \"event\", \"limit\": 2, \"cursor\": \"" + cursor + "\"}")))
                .containsExactly("tool.failed");
        assertThat(names(events("\"type\": \"tool\""))).containsExactly("tool.succeeded", "tool.failed");
        assertThat(names(events("\"agent\": \"optimizer_agent\""))).containsExactly("task.failed");
        assertThat(names(events("\"outcome\": \"failed\", \"entity\": \"call_1\"")))
                .containsExactly("tool.failed");
        fails(FailureCode.INVALID_ARGUMENTS, "list_entities", "{\"kind\": \"event\", \"cursor\": \"x\"}");

        String id = first.data().at("/entities/0/id").asString();
        JsonNode one = call("get_entity", "{\"kind\": \"event\", \"id\": \"" + id + "\"}")
                .data()
                .get("entity");
        assertThat(one.at("/content/subject").asString()).isEqualTo("task_9");
        assertThat(one.at("/content/data/note").asString()).isEqualTo("größer als \"zwei\"");
    }

    @Test
    void a_search_finds_definitions_tasks_and_events() throws Exception {
        document("faster builds");
        tree("task_a", "r");
        task("task_a", "task_a", "", "make builds faster", "completed", "worker");
        event("tool.failed", "worker", "call_1", "failed");

        assertThat(names(call("search_entities", "{\"query\": \"FASTER builds\"}")))
                .containsExactly("make builds faster", "faster builds", "entity.created");
        assertThat(names(call("search_entities", "{\"query\": \"größer \\\"zwei\\\"\", \"kind\": \"event\"}")))
                .containsExactly("tool.failed");
        assertThat(names(call("search_entities", "{\"query\": \"日本\", \"kind\": \"task\"}")))
                .isEmpty();
    }

    @Test
    void entities_are_related_and_unrelated() throws Exception {
        document("one");
        document("two");
        String ends = """
                "source_kind": "document", "source": "one", "target_kind": "document", "target": "two",
                "type": "follows\"""";
        call("relate", "{" + ends + ", \"strength\": 0.25}");
        assertThat(call("related", "{\"kind\": \"document\", \"id\": \"two\"}")
                        .data()
                        .at("/relationships/0/strength")
                        .asDouble())
                .isEqualTo(0.25);
        assertThat(call("unrelate", "{" + ends + "}").data().get("removed").asBoolean())
                .isTrue();
        assertThat(call("related", "{\"kind\": \"document\", \"id\": \"two\"}")
                        .data()
                        .get("relationships"))
                .isEmpty();
    }

    @Test
    void every_operation_is_described_and_closed_to_unknown_arguments() {
        assertThat(server.operations())
                .extracting(operation -> operation.spec().id())
                .doesNotHaveDuplicates()
                .allMatch(id -> id.startsWith("entity_manager."));
        for (Operation operation : server.operations()) {
            ObjectNode schema = operation.spec().inputSchema();
            assertThat(schema.get("additionalProperties").asBoolean()).isFalse();
            assertThat(schema.get("properties").propertyNames())
                    .allSatisfy(name -> assertThat(schema.at("/properties/" + name + "/description")
                                    .asString(""))
                            .as(operation.spec().id() + " " + name)
                            .isNotEmpty());
        }
    }

    private void assertAccess(String operation, String arguments, EntityAccess... expected) {
        assertThat(TestingCalls.accesses(server, "entity_manager." + operation, Json.parseObject(arguments), context))
                .containsExactly(expected);
    }

    private static EntityAccess access(String kind, EntityVerb verb, String id) {
        return new EntityAccess(EntityKind.parse(kind), verb, id);
    }

    private OperationResult tasks(String filter) throws Exception {
        return call("list_entities", "{\"kind\": \"task\", \"filter\": {" + filter + "}}");
    }

    private OperationResult events(String filter) throws Exception {
        return call("list_entities", "{\"kind\": \"event\", \"filter\": {" + filter + "}}");
    }

    /** Calls with arguments and result checked against the schemas, as the gateway does. */
    private OperationResult call(String operation, String arguments) throws Exception {
        String id = "entity_manager." + operation;
        Operation found = TestingCalls.find(server, id);
        assertFits(found.spec().inputSchema(), arguments);
        OperationResult result = TestingCalls.call(server, id, Json.parseObject(arguments), context);
        assertFits(found.spec().outputSchema(), Json.write(result.data()));
        assertThat(result.text()).isNotBlank();
        return result;
    }

    private static void assertFits(ObjectNode schema, String json) {
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(Json.write(schema), InputFormat.JSON)
                        .validate(json, InputFormat.JSON))
                .isEmpty();
    }

    private String fails(FailureCode code, String operation, String arguments) {
        String[] seen = {""};
        assertThatExceptionOfType(WritException.class)
                .isThrownBy(() ->
                        TestingCalls.call(server, "entity_manager." + operation, Json.parseObject(arguments), context))
                .satisfies(e -> {
                    assertThat(e.failure().code()).isEqualTo(code);
                    seen[0] = e.failure().toString();
                });
        return seen[0];
    }

    private static List<String> names(OperationResult result) {
        List<String> names = new ArrayList<>();
        result.data().get("entities").forEach(one -> names.add(one.get("name").asString()));
        return names;
    }

    private void document(String name) throws Exception {
        call("create_entity", "{\"kind\": \"document\", \"name\": \"" + name + "\", \"content\": {\"text\": \"x\"}}");
    }

    private void event(String type, String agent, String entity, String outcome) {
        database()
                .write(transaction -> events.append(
                        transaction,
                        NewEvent.of(type, "tool_call", entity)
                                .by("agent:" + agent)
                                .ended(outcome, java.time.Duration.ofMillis(3))
                                .with("note", "größer als \"zwei\"")));
    }

    private void tree(String id, String request) {
        database().write(transaction -> transaction.handle().execute("""
                INSERT INTO trees (id, request, submitted_by, ceiling, budget, approval_seconds, started_at)
                VALUES (?, ?, 'person:ann', '{}', '{}', 600, 1)
                """, id, request));
    }

    private void task(String id, String tree, String parent, String title, String state, String agent) {
        database()
                .write(transaction -> transaction
                        .handle()
                        .execute("""
                INSERT INTO tasks (id, tree, parent, depth, title, instruction, process, agent, parameters, state,
                                   version, created_at, updated_at)
                VALUES (?, ?, ?, 0, ?, 'do it', 'neutral_task', ?, '{"n": 1}', ?, 1, ?, ?)
                """, id, tree, parent, title, agent, state, clock.millis(), clock.millis()));
    }
}
