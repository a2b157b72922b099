package dev.writ.tool.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import dev.writ.event.Event;
import dev.writ.event.EventFilter;
import dev.writ.event.EventLog;
import dev.writ.store.Database;
import dev.writ.store.TestingStore;
import dev.writ.tool.CallContext;
import dev.writ.tool.TestingCalls;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

@Timeout(60)
class WebhookDeliveryTest {
    private static final String SECRET = "a shared secret of some length";

    private final AtomicInteger lastCall = new AtomicInteger();
    private final InstantSource clock = InstantSource.system();
    private final TestingStore store;
    private final EventLog events;
    private TestingWebhook receiver;
    private MessageUserServer server;

    WebhookDeliveryTest(@TempDir Path dir) {
        store = TestingStore.open(dir);
        // Deliveries wait in real time, so their times have to be real too.
        events = new EventLog(store.database(), clock, store.ids());
    }

    @BeforeEach
    void prepare() throws Exception {
        receiver = new TestingWebhook();
        server = server(new MessageRoutes(Map.of(
                MessageType.INFO,
                List.of(new Route.Inbox(), new Route.Webhook("ops", receiver.url("/hook"), SECRET)))));
    }

    @AfterEach
    void close() {
        receiver.close();
        store.close();
    }

    @Test
    void a_message_is_posted_with_a_signature_the_receiver_can_verify() throws Exception {
        try (WebhookDelivery _ = started()) {
            String id = send("größer");
            TestingWebhook.Received post = receiver.next();

            ObjectNode body = Json.parseObject(post.body());
            assertThat(body.get("message").asString()).isEqualTo(id);
            assertThat(body.get("text").asString()).isEqualTo("größer");
            assertThat(body.get("type").asString()).isEqualTo("info");
            assertThat(body.at("/content/text").asString()).isEqualTo("größer");
            Matcher signature = Pattern.compile("t=(\\d+),v1=([0-9a-f]{64})").matcher(post.signature());
            assertThat(signature.matches()).isTrue();
            assertThat(signature.group(2)).isEqualTo(hmac(signature.group(1) + "." + post.body()));
            assertThat(Math.abs(
                            Long.parseLong(signature.group(1)) - clock.instant().getEpochSecond()))
                    .isLessThan(60);

            Event delivered = await("message.delivered");
            assertThat(delivered.entity()).isEqualTo(id);
            assertThat(delivered.data().get("attempts").asInt()).isEqualTo(1);
            assertThat(row(id)).isEqualTo("delivered 1 ");
        }
    }

    @Test
    void an_unavailable_receiver_is_tried_again() throws Exception {
        receiver.answer(503, 429, 500);
        try (WebhookDelivery _ = started()) {
            String id = send("hello");
            Event delivered = await("message.delivered");
            assertThat(delivered.data().get("attempts").asInt()).isEqualTo(4);
            assertThat(row(id)).isEqualTo("delivered 4 ");
            String body = receiver.next().body();
            assertThat(List.of(
                            receiver.next().body(),
                            receiver.next().body(),
                            receiver.next().body()))
                    .containsOnly(body);
        }
    }

    @Test
    void after_the_last_attempt_the_delivery_has_failed() throws Exception {
        receiver.answer(503, 503, 503, 503, 503, 503);
        try (WebhookDelivery _ = started()) {
            String id = send("hello");
            Event failed = await("message.delivery_failed");
            assertThat(failed.entity()).isEqualTo(id);
            assertThat(failed.data().get("route").asString()).isEqualTo("webhook:ops");
            assertThat(failed.data().get("attempts").asInt()).isEqualTo(5);
            assertThat(failed.data().get("error").asString()).isEqualTo("HTTP status 503");
            assertThat(row(id)).isEqualTo("failed 5 HTTP status 503");
        }
    }

    @Test
    void a_refusal_is_not_repeated() throws Exception {
        receiver.answer(410);
        try (WebhookDelivery _ = started()) {
            String id = send("hello");
            await("message.delivery_failed");
            assertThat(row(id)).isEqualTo("failed 1 HTTP status 410");
        }
    }

    @Test
    void a_redirect_is_not_followed() throws Exception {
        receiver.answer(307);
        try (WebhookDelivery _ = started()) {
            send("hello");
            await("message.delivery_failed");
            assertThat(receiver.next().path()).isEqualTo("/hook");
            assertThat(receiver.waiting()).isZero();
        }
    }

    @Test
    void an_unreachable_receiver_is_tried_again_until_it_is_there() throws Exception {
        int port = receiver.url("/").getPort();
        receiver.close();
        try (WebhookDelivery _ =
                started(new RetryPlan(1_000, Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofSeconds(5)))) {
            String id = send("hello");
            while (!row(id).contains("ConnectException")) {
                Thread.onSpinWait();
            }
            assertThat(row(id)).startsWith("pending");
            receiver = new TestingWebhook(port);
            await("message.delivered");
        }
    }

    @Test
    void what_was_pending_at_a_stop_is_delivered_by_the_next_start() throws Exception {
        String id = send("before the start");
        assertThat(row(id)).isEqualTo("pending 0 ");
        try (WebhookDelivery _ = started()) {
            assertThat(Json.parseObject(receiver.next().body()).get("message").asString())
                    .isEqualTo(id);
            await("message.delivered");
        }
    }

    @Test
    void a_stop_in_the_middle_of_a_post_leaves_it_to_the_next_start() throws Exception {
        receiver.holdNext();
        String id = send("held");
        try (WebhookDelivery _ = started()) {
            receiver.awaitHeld();
        }
        assertThat(row(id)).isEqualTo("pending 1 Writ was stopped");
        receiver.release();
        try (WebhookDelivery _ = started()) {
            assertThat(await("message.delivered").data().get("attempts").asInt())
                    .isEqualTo(2);
        }
    }

    @Test
    void a_webhook_that_is_no_longer_configured_fails_its_deliveries() throws Exception {
        String id = send("hello");
        server = server(MessageRoutes.stored());
        try (WebhookDelivery _ = started()) {
            await("message.delivery_failed");
            assertThat(row(id)).isEqualTo("failed 0 the webhook is no longer configured");
        }
    }

    private MessageUserServer server(MessageRoutes routes) {
        return new MessageUserServer(store.database(), events, clock, store.ids(), routes);
    }

    private WebhookDelivery started() {
        return started(new RetryPlan(5, Duration.ofMillis(2), Duration.ofMillis(10), Duration.ofSeconds(5)));
    }

    private WebhookDelivery started(RetryPlan plan) {
        WebhookDelivery delivery =
                new WebhookDelivery(store.database(), events, clock, new Random(1), server.outbox(), plan);
        delivery.start();
        return delivery;
    }

    private String send(String text) throws Exception {
        CallContext context =
                new CallContext("call_" + lastCall.incrementAndGet(), "task_1", "task_1", "worker", Optional.empty());
        return TestingCalls.call(
                        server, "message_user.send_message", Json.object().put("text", text), context)
                .data()
                .get("message")
                .asString();
    }

    private Event await(String type) throws InterruptedException {
        List<Event> found = events.feed().next(EventFilter.all().ofType(type), Duration.ofSeconds(20));
        assertThat(found).as("events of type " + type).isNotEmpty();
        return found.getFirst();
    }

    private String row(String message) {
        Database database = store.database();
        return database.read(handle -> handle.createQuery("""
                        SELECT state || ' ' || attempts || ' ' || last_error FROM message_deliveries
                        WHERE message = :message AND route = 'webhook:ops'
                        """)
                .bind("message", message)
                .mapTo(String.class)
                .one());
    }

    private static String hmac(String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }
}
