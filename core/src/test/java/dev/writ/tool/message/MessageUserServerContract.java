package dev.writ.tool.message;

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
import dev.writ.event.Event;
import dev.writ.event.EventFilter;
import dev.writ.event.EventLog;
import dev.writ.permission.Access.RecipientAccess;
import dev.writ.store.Database;
import dev.writ.tool.CallContext;
import dev.writ.tool.Operation;
import dev.writ.tool.OperationResult;
import dev.writ.tool.OperationResult.WaitsFor;
import dev.writ.tool.TestingCalls;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** What messages, questions and answers do on every database. */
abstract class MessageUserServerContract {
    private static final Route.Webhook HOOK =
            new Route.Webhook("ops", URI.create("http://127.0.0.1:9/hook"), "0123456789abcdef");

    private final TestingClock clock = new TestingClock();
    private final AtomicLong lastId = new AtomicLong();
    private final AtomicLong lastCall = new AtomicLong();
    private EventLog events;
    private MessageUserServer server;
    private Inbox inbox;

    abstract Database database();

    @BeforeEach
    void prepare() {
        IdSource ids = prefix -> prefix + "_%06d".formatted(lastId.incrementAndGet());
        events = new EventLog(database(), clock, ids);
        MessageRoutes routes = new MessageRoutes(Map.of(
                MessageType.ERROR,
                List.of(new Route.Inbox(), HOOK),
                MessageType.PROGRESS,
                List.of(new Route.Terminal())));
        server = new MessageUserServer(database(), events, clock, ids, routes);
        inbox = new Inbox(database(), events, clock);
    }

    @Test
    void a_message_reaches_the_inbox() throws Exception {
        String id = send("{\"text\": \"done\", \"type\": \"result\"}");

        UserMessage message = inbox.find(id).orElseThrow();
        assertThat(message.type()).isEqualTo(MessageType.RESULT);
        assertThat(message.state()).isEqualTo(MessageState.SENT);
        assertThat(message.text()).isEqualTo("done");
        assertThat(message.agent()).isEqualTo("worker");
        assertThat(message.createdAt()).isEqualTo(clock.instant());
        assertThat(deliveries(id)).containsExactly("inbox delivered", "terminal delivered");
        assertThat(events.find(EventFilter.all())).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("message.sent");
            assertThat(event.entity()).isEqualTo(id);
            assertThat(event.actor()).isEqualTo("agent:worker");
            assertThat(event.tree()).isEqualTo("task_1");
        });
    }

    @Test
    void the_type_decides_the_routes() throws Exception {
        assertThat(deliveries(send("{\"text\": \"broken\", \"type\": \"error\"}")))
                .containsExactly("inbox delivered", "webhook:ops pending");
        String progress = call("show_progress", "{\"message\": \"half\", \"percent\": 50}")
                .data()
                .get("message")
                .asString();
        assertThat(deliveries(progress)).containsExactly("terminal delivered");
        assertThat(inbox.find(progress).orElseThrow().text()).isEqualTo("half\n50 % done");
    }

    @Test
    void a_structured_message_keeps_its_sections() throws Exception {
        String id = call("send_structured_message", """
                        {"title": "Report", "type": "info", "sections": [
                          {"heading": "Found", "text": "two\\nthings"}, {"heading": "Next", "text": "fix"}]}""").data().get("message").asString();
        UserMessage message = inbox.find(id).orElseThrow();
        assertThat(message.text()).isEqualTo("Report\n\nFound:\ntwo\nthings\n\nNext:\nfix");
        assertThat(message.content().get("sections")).hasSize(2);
    }

    @Test
    void the_same_call_again_sends_nothing_more() throws Exception {
        CallContext again = new CallContext("call_x", "task_1", "task_1", "worker", Optional.empty());
        ObjectNode arguments = Json.object().put("text", "once");
        String first = TestingCalls.call(server, "message_user.send_message", arguments, again)
                .data()
                .get("message")
                .asString();
        assertThat(TestingCalls.call(server, "message_user.send_message", arguments, again)
                        .data()
                        .get("message")
                        .asString())
                .isEqualTo(first);
        assertThat(inbox.list(InboxFilter.all())).hasSize(1);
        assertThat(events.find(EventFilter.all())).hasSize(1);
    }

    @Test
    void text_cannot_drive_the_terminal_or_hide_itself() throws Exception {
        String id = send("{\"text\": \"\\u001b[31mred\\u0007\\u202Egnp\\u200b.\\r\\nline\\ttab \\ud83d\\ude00\"}");
        assertThat(inbox.find(id).orElseThrow().text()).isEqualTo("[31mredgnp.\nline\ttab 😀");
        fails(FailureCode.INVALID_ARGUMENTS, () -> send("{\"text\": \" \\u0007 \"}"));
        fails(
                FailureCode.TOO_LARGE,
                () -> TestingCalls.call(
                        server,
                        "message_user.send_message",
                        Json.object().put("text", "x".repeat(20_001)),
                        TestingCalls.context(Optional.empty())));
    }

    @Test
    void one_request_cannot_flood_the_user() throws Exception {
        database().writeOnly(transaction -> {
            for (int i = 0; i < 1_000; i++) {
                transaction.handle().execute("""
                        INSERT INTO user_messages (id, task, tree, agent, type, content, state, created_at)
                        VALUES (?, 't', 'task_1', 'a', 'info', '{}', 'sent', 1)
                        """, "m" + i);
            }
        });
        fails(FailureCode.LIMIT_REACHED, () -> send("{\"text\": \"more\"}"));
    }

    @Test
    void every_operation_goes_to_the_user() {
        assertThat(server.operations()).hasSize(5);
        String anyArguments = """
                {"text": "a", "title": "a", "sections": [], "message": "a", "percent": 1, "question": "a"}""";
        for (Operation operation : server.operations()) {
            assertThat(operation
                            .spec()
                            .inputSchema()
                            .get("additionalProperties")
                            .asBoolean())
                    .isFalse();
            assertThat(operation
                            .prepare(Json.parseObject(anyArguments), TestingCalls.context(Optional.empty()))
                            .accesses())
                    .containsExactly(new RecipientAccess("user"));
        }
    }

    @Test
    void a_question_waits_for_its_answer() throws Exception {
        String id = ask("{\"question\": \"Which branch?\", \"options\": [\"main\", \"next\"]}");
        assertThat(inbox.list(InboxFilter.all().withState(MessageState.ASKED)))
                .extracting(UserMessage::text)
                .containsExactly("Which branch?\n- main\n- next");

        clock.advance(Duration.ofMinutes(5));
        UserMessage answered = answer(id, " main\u001b ");
        assertThat(answered.state()).isEqualTo(MessageState.ANSWERED);
        assertThat(answered.answer()).isEqualTo("main");
        assertThat(answered.answeredAt()).contains(clock.instant());
        assertThat(Json.write(answered.answerResult().data()))
                .isEqualTo("{\"message\":\"" + id + "\",\"answer\":\"main\"}");
        Event event = events.find(EventFilter.all().ofType("message.answered")).getFirst();
        assertThat(event.actor()).isEqualTo("person:ann");
        assertThat(event.duration()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void only_the_first_answer_counts() throws Exception {
        String id = ask("{\"question\": \"Which?\"}");
        answer(id, "one");
        fails(FailureCode.CONFLICT, () -> answer(id, "two"));
        assertThat(inbox.find(id).orElseThrow().answer()).isEqualTo("one");
        fails(FailureCode.NOT_FOUND, () -> answer("message_unknown", "x"));
        String told = send("{\"text\": \"hello\"}");
        fails(FailureCode.CONFLICT, () -> answer(told, "hi"));
        assertThat(events.find(EventFilter.all().ofType("message.answered"))).hasSize(1);
    }

    @Test
    void a_question_expires_at_its_time() throws Exception {
        String id = ask("{\"question\": \"Which?\", \"timeout_seconds\": 60}");
        clock.advance(Duration.ofSeconds(59));
        assertThat(inbox.expired()).isEmpty();
        assertThat(expire(id)).isFalse();
        clock.advance(Duration.ofSeconds(1));
        assertThat(inbox.expired()).extracting(UserMessage::id).containsExactly(id);
        fails(FailureCode.TIMED_OUT, () -> answer(id, "late"));

        assertThat(expire(id)).isTrue();
        assertThat(expire(id)).isFalse();
        assertThat(inbox.expired()).isEmpty();
        assertThat(inbox.find(id).orElseThrow().state()).isEqualTo(MessageState.EXPIRED);
        fails(FailureCode.TIMED_OUT, () -> answer(id, "later"));
        assertThat(events.find(EventFilter.all().ofType("message.expired"))).hasSize(1);
    }

    @Test
    void without_a_timeout_a_question_waits_as_long_as_approvals_may_take() throws Exception {
        database().write(transaction -> transaction.handle().execute("""
                INSERT INTO trees (id, request, submitted_by, ceiling, budget, approval_seconds, started_at)
                VALUES ('task_1', 'r', 'person:ann', '{}', '{}', 600, 1)
                """));
        String id = ask("{\"question\": \"Which?\"}");
        assertThat(inbox.find(id).orElseThrow().expiresAt())
                .contains(clock.instant().plusSeconds(600));
    }

    @Test
    void an_agent_sees_the_messages_of_its_own_request_only() throws Exception {
        send("{\"text\": \"mine\"}");
        CallContext elsewhere = new CallContext("call_y", "task_9", "task_9", "worker", Optional.empty());
        TestingCalls.call(server, "message_user.send_message", Json.object().put("text", "theirs"), elsewhere);

        OperationResult listed = call("list_messages", "{}");
        assertThat(listed.data().get("messages")).hasSize(1);
        assertThat(listed.text()).contains("mine").doesNotContain("theirs");
    }

    @Test
    void the_inbox_pages_backwards() throws Exception {
        List<String> sent = List.of(send("{\"text\": \"1\"}"), send("{\"text\": \"2\"}"), send("{\"text\": \"3\"}"));
        List<UserMessage> newest = inbox.list(InboxFilter.all().inTree("task_1").atMost(2));
        assertThat(newest).extracting(UserMessage::text).containsExactly("3", "2");
        assertThat(inbox.list(InboxFilter.all().before(newest.getLast().id())))
                .extracting(UserMessage::id)
                .containsExactly(sent.getFirst());
    }

    private String send(String arguments) throws Exception {
        return call("send_message", arguments).data().get("message").asString();
    }

    private String ask(String arguments) throws Exception {
        Operation operation = TestingCalls.find(server, "message_user.ask_user");
        assertFits(operation.spec().inputSchema(), arguments);
        OperationResult result =
                TestingCalls.call(server, "message_user.ask_user", Json.parseObject(arguments), context());
        assertThat(result.waitsFor()).get().isInstanceOf(WaitsFor.Answer.class);
        return ((WaitsFor.Answer) result.waitsFor().orElseThrow()).question();
    }

    private UserMessage answer(String id, String text) {
        return database().write(transaction -> inbox.answer(transaction, id, text, "person:ann"));
    }

    private boolean expire(String id) {
        return database().write(transaction -> inbox.expire(transaction, id));
    }

    private CallContext context() {
        return new CallContext("call_" + lastCall.incrementAndGet(), "task_1", "task_1", "worker", Optional.empty());
    }

    private OperationResult call(String operation, String arguments) throws Exception {
        String id = "message_user." + operation;
        assertFits(TestingCalls.find(server, id).spec().inputSchema(), arguments);
        OperationResult result = TestingCalls.call(server, id, Json.parseObject(arguments), context());
        assertFits(TestingCalls.find(server, id).spec().outputSchema(), Json.write(result.data()));
        return result;
    }

    private List<String> deliveries(String message) {
        return database()
                .read(handle -> handle.createQuery("""
                        SELECT route || ' ' || state FROM message_deliveries WHERE message = :message ORDER BY route
                        """)
                        .bind("message", message)
                        .mapTo(String.class)
                        .list());
    }

    private static void assertFits(ObjectNode schema, String json) {
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(Json.write(schema), InputFormat.JSON)
                        .validate(json, InputFormat.JSON))
                .isEmpty();
    }

    private static void fails(FailureCode code, ThrowingCallable call) {
        assertThatExceptionOfType(WritException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(code));
    }
}
