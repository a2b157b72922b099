package dev.writ.mcp.engine;

import static dev.writ.mcp.TestingEngine.ALICE;
import static dev.writ.mcp.TestingEngine.ALL;
import static dev.writ.mcp.TestingEngine.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writ.mcp.Background;
import dev.writ.mcp.Heard;
import dev.writ.mcp.TestingAccess;
import dev.writ.mcp.TestingEngine;
import dev.writ.mcp.TestingTools;
import dev.writ.mcp.server.Caller;
import dev.writ.mcp.server.Offer;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Who is told of what has changed; in both eras the same. */
class ChangesTest {
    private static final Change TOOLS = new Change.Tools();

    private final TestingAccess access =
            new TestingAccess().shows(ALICE, "file://a").shows(BOB, "file://a");
    private final TestingEngine server = new TestingEngine(
            new Offer.Fixed(List.of(), List.of(TestingTools.resource("file://a")), List.of(), List.of()), access);
    private final Changes changes = server.engine.changes();
    private final Heard alice = new Heard();
    private final Heard bob = new Heard();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aModernSubscriberIsFirstToldWhatItWillHear() throws Exception {
        listen(ALICE, "{'toolsListChanged':true,'promptsListChanged':false,'other':true}", alice);
        ObjectNode acknowledged = alice.next("notifications/subscriptions/acknowledged");
        assertThat(acknowledged.path("notifications").toString()).isEqualTo("{\"toolsListChanged\":true}");
    }

    @Test
    void theRightCallersAloneAreTold() throws Exception {
        listen(ALICE, "{'toolsListChanged':true}", alice);
        listen(BOB, "{'toolsListChanged':true,'promptsListChanged':true}", bob);
        alice.next("notifications/subscriptions/acknowledged");
        bob.next("notifications/subscriptions/acknowledged");
        changes.tell(TOOLS, ALICE::equals);
        changes.tell(new Change.Prompts(), BOB::equals);
        alice.next("notifications/tools/list_changed");
        bob.next("notifications/prompts/list_changed");
        assertThat(alice.all()).hasSize(2);
        assertThat(bob.all()).hasSize(2);
    }

    @Test
    void whatWasNotWantedIsNotTold() throws Exception {
        listen(ALICE, "{'promptsListChanged':true}", alice);
        alice.next("notifications/subscriptions/acknowledged");
        changes.tell(TOOLS);
        changes.tell(new Change.Resources());
        changes.tell(new Change.Prompts());
        alice.next("notifications/prompts/list_changed");
    }

    @Test
    void everyNotificationNamesItsSubscription() throws Exception {
        listen(ALICE, "{'toolsListChanged':true}", alice);
        ObjectNode first = alice.next("notifications/subscriptions/acknowledged");
        changes.tell(TOOLS);
        ObjectNode second = alice.next("notifications/tools/list_changed");
        assertThat(second.get("_meta")).isEqualTo(first.get("_meta"));
        assertThat(second.path("_meta").has("io.modelcontextprotocol/subscriptionId"))
                .isTrue();
    }

    @Test
    void aLegacySessionIsToldWhereItsCallerIsMeant() throws Exception {
        follow(server.session(ALICE, "{}"), alice);
        follow(server.session(BOB, "{}"), bob);
        changes.tell(TOOLS, BOB::equals);
        changes.tell(new Change.Resources());
        alice.next("notifications/resources/list_changed");
        bob.next("notifications/tools/list_changed");
        bob.next("notifications/resources/list_changed");
    }

    @Test
    void aLegacySessionHearsOfTheResourcesItSubscribedTo() throws Exception {
        Session session = server.session(ALICE, "{}");
        follow(session, alice);
        changes.tell(new Change.Updated("file://a"));
        server.legacy(session, "resources/subscribe", "{'uri':'file://a'}");
        changes.tell(new Change.Updated("file://a"));
        assertThat(alice.next("notifications/resources/updated").path("uri").asString())
                .isEqualTo("file://a");
        server.legacy(session, "resources/unsubscribe", "{'uri':'file://a'}");
        changes.tell(new Change.Updated("file://a"));
        changes.tell(TOOLS);
        alice.next("notifications/tools/list_changed");
    }

    @Test
    void whoMayNoLongerSeeAResourceHearsNoMoreOfIt() throws Exception {
        listen(ALICE, "{'resourceSubscriptions':['file://a','file://secret']}", alice);
        ObjectNode acknowledged = alice.next("notifications/subscriptions/acknowledged");
        assertThat(acknowledged
                        .path("notifications")
                        .path("resourceSubscriptions")
                        .toString())
                .isEqualTo("[\"file://a\"]");
        changes.tell(new Change.Updated("file://a"));
        alice.next("notifications/resources/updated");
        access.hides(ALICE, "file://a");
        changes.tell(new Change.Updated("file://a"));
        server.engine.close();
        assertThat(alice.all()).hasSize(2);
    }

    @Test
    void whatChangesOftenIsToldOnceToWhoIsSlow() {
        try (Subscription slow = changes.subscribe(ALICE, change -> true)) {
            for (int time = 0; time < 10_000; time++) {
                changes.tell(TOOLS);
                changes.tell(new Change.Updated("file://a"));
            }
            assertThat(takeAll(slow)).containsExactly(TOOLS, new Change.Updated("file://a"));
        }
    }

    @Test
    void whenTheServerClosesASubscriptionIsAnswered() throws Exception {
        Background<ObjectNode> listening = listen(ALICE, "{'toolsListChanged':true}", alice);
        alice.next("notifications/subscriptions/acknowledged");
        server.engine.close();
        assertThat(listening.result().path("resultType").asString()).isEqualTo("complete");
    }

    @Test
    void aCancelledSubscriptionIsForgotten() throws Exception {
        Background<ObjectNode> listening = listen(ALICE, "{'toolsListChanged':true}", alice);
        alice.next("notifications/subscriptions/acknowledged");
        listening.interrupt();
        assertThatThrownBy(listening::result).isInstanceOf(ExecutionException.class);
        changes.tell(TOOLS);
        assertThat(changes.count()).isZero();
        assertThat(alice.all()).hasSize(1);
    }

    private static List<Change> takeAll(Subscription subscription) {
        try {
            return subscription.take();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Background<ObjectNode> listen(Caller caller, String wanted, Heard heard) {
        return Background.start(
                () -> server.modern(caller, ALL, "subscriptions/listen", "{'notifications':" + wanted + "}", heard));
    }

    private void follow(Session session, Heard heard) {
        SessionStream stream = server.engine.legacy().stream(session).orElseThrow();
        Background.start(() -> {
            try (stream) {
                stream.follow(heard);
            }
            return true;
        });
    }
}
