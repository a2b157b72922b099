package dev.writ.model.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.model.ModelReply;
import dev.writ.model.TokenListener;
import dev.writ.model.provider.TestingProvider.TestingCall;
import dev.writ.task.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds for every provider, whatever wire format it speaks. */
abstract class ProviderContract {
    protected TestingProvider provider;
    protected TestingModels models;

    abstract TestingProvider start() throws Exception;

    @BeforeEach
    void startProvider() throws Exception {
        provider = start();
        models = TestingModels.of(provider);
    }

    @AfterEach
    void stop() {
        models.close();
        provider.close();
    }

    private Failure failureOf(String question) {
        return catchThrowableOfType(WritException.class, () -> models.ask(question))
                .failure();
    }

    @Test
    void wordsArriveInPiecesAndAsAWhole() {
        provider.script(provider.text("Four ", "files, ", "ünïcode ✓."));
        List<String> pieces = new ArrayList<>();

        ModelReply reply = models.model().chat(TestingModels.question("How many?"), pieces::add);

        assertThat(pieces).containsExactly("Four ", "files, ", "ünïcode ✓.");
        assertThat(reply.text()).isEqualTo("Four files, ünïcode ✓.");
        assertThat(reply.calls()).isEmpty();
        assertThat(reply.model()).isEqualTo(models.model().name());
    }

    @Test
    void tokensAreCountedAndPriced() {
        provider.script(provider.text("Four."));

        ModelReply.Usage usage = models.ask("How many?").usage();

        assertThat(usage.inputTokens()).isEqualTo(1000);
        assertThat(usage.outputTokens()).isEqualTo(20);
        assertThat(usage.costMicros())
                .isEqualTo(models.all().price(models.model()).costMicros(1000, 20))
                .isPositive();
    }

    @Test
    void aCallsArgumentsArePutTogetherFromFragments() {
        provider.script(provider.calls(
                "Let me look.",
                TestingCall.of(
                        "id_1", "file_system_listing__read_file", "{\"pa", "th\": \"a", ".txt\", \"limit\"", ": 5}")));

        ModelReply reply = models.ask("Read a.txt");

        assertThat(reply.text()).isEqualTo("Let me look.");
        assertThat(reply.calls())
                .containsExactly(new Message.Call(
                        "id_1",
                        "file_system_listing__read_file",
                        Json.parseObject("{\"path\": \"a.txt\", \"limit\": 5}")));
    }

    @Test
    void severalCallsKeepTheirOrder() {
        provider.script(provider.calls(
                "",
                TestingCall.of("id_1", "read", "{\"path\"", ": \"a\"}"),
                TestingCall.of("id_2", "read", "{\"path\": ", "\"b\"}"),
                TestingCall.of("id_3", "end_task", "{}")));

        assertThat(models.ask("Read both").calls())
                .extracting(
                        Message.Call::id,
                        Message.Call::function,
                        call -> call.arguments().toString())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("id_1", "read", "{\"path\":\"a\"}"),
                        org.assertj.core.groups.Tuple.tuple("id_2", "read", "{\"path\":\"b\"}"),
                        org.assertj.core.groups.Tuple.tuple("id_3", "end_task", "{}"));
    }

    @Test
    void aCallWithoutArgumentsHasAnEmptyObject() {
        provider.script(provider.calls("", TestingCall.of("id_1", "list_commands")));

        assertThat(models.ask("What is there?").calls())
                .singleElement()
                .satisfies(call -> assertThat(call.arguments().isEmpty()).isTrue());
    }

    @Test
    void aFunctionNobodyOfferedIsPassedOn() {
        provider.script(provider.calls("", TestingCall.of("id_1", "launch_rocket", "{}")));

        assertThat(models.ask("Go").calls()).extracting(Message.Call::function).containsExactly("launch_rocket");
    }

    @Test
    void argumentsThatAreNoJsonAreAskedForOnceMore() {
        provider.script(
                provider.calls("", TestingCall.of("id_1", "read", "{\"path\": \"a")), provider.text("Never mind."));

        assertThat(models.ask("Read a").text()).isEqualTo("Never mind.");
        assertThat(provider.asked()).hasSize(2);
    }

    @Test
    void argumentsThatAreNoObjectTwiceAreAFailure() {
        provider.script(
                provider.calls("", TestingCall.of("id_1", "read", "[1, 2]")),
                provider.calls("", TestingCall.of("id_1", "read", "\"a\"")),
                provider.text("too late"));

        Failure failure = failureOf("Read a");

        assertThat(failure.code()).isEqualTo(FailureCode.MODEL_FAILED);
        assertThat(failure.message()).contains("read", "no JSON object", "Asked 2 times");
        assertThat(provider.asked()).hasSize(2);
    }

    @Test
    void theKeyIsInOneHeaderAndNowhereElse() {
        provider.script(provider.text("ok"));

        models.ask("Hello");

        TestingProvider.Asked asked = provider.asked().getFirst();
        assertThat(asked.body()).doesNotContain(TestingProvider.KEY);
        assertThat(asked.path()).doesNotContain(TestingProvider.KEY);
        assertThat(asked.headers().entrySet())
                .filteredOn(header -> header.getValue().toString().contains(TestingProvider.KEY))
                .hasSize(1);
    }

    @Test
    void tooManyRequestsWaitsAsLongAsItIsAskedTo() {
        provider.script(
                TestingProvider.status(429, "{\"error\": {\"message\": \"Slow down\"}}", "Retry-After", "17"),
                provider.text("Now."));

        assertThat(models.ask("Hello").text()).isEqualTo("Now.");
        assertThat(models.pauses()).containsExactly(Duration.ofSeconds(17));
    }

    @Test
    void aDateToComeBackAtIsUnderstood() {
        provider.script(
                TestingProvider.status(503, "", "Retry-After", "Sun, 1 Mar 2026 12:00:40 GMT"), provider.text("Now."));

        assertThat(models.ask("Hello").text()).isEqualTo("Now.");
        assertThat(models.pauses()).containsExactly(Duration.ofSeconds(40));
    }

    @Test
    void aWaitThatIsTooLongIsNotWaited() {
        provider.script(TestingProvider.status(429, "{}", "Retry-After", "7200"));

        Failure failure = failureOf("Hello");

        assertThat(failure.message()).contains("too many requests", "7200 s");
        assertThat(models.pauses()).isEmpty();
    }

    @Test
    void aUsedUpQuotaIsNotAskedForAgain() {
        provider.script(TestingProvider.status(
                429,
                "{\"error\": {\"message\": \"You exceeded your current quota.\", \"code\": \"insufficient_quota\"}}"));

        Failure failure = failureOf("Hello");

        assertThat(failure.message()).contains("no quota left");
        assertThat(failure.hint()).contains("credit");
        assertThat(provider.asked()).hasSize(1);
    }

    @Test
    void aServerOutOfOrderIsAskedAFewTimesWithGrowingPauses() {
        for (int i = 0; i < 9; i++) {
            provider.script(TestingProvider.status(500, "{\"error\": {\"message\": \"Oops\"}}"));
        }

        Failure failure = failureOf("Hello");

        assertThat(failure.code()).isEqualTo(FailureCode.MODEL_FAILED);
        assertThat(failure.message()).contains("HTTP 500", "Oops", "Asked 5 times");
        assertThat(provider.asked()).hasSize(5);
        assertThat(models.pauses()).hasSize(4);
        for (int i = 0; i < 4; i++) {
            long full = 1000L << i;
            assertThat(models.pauses().get(i).toMillis()).isBetween(full / 2, full);
        }
    }

    @Test
    void aConnectionThatBreaksInTheMiddleIsTriedAgain() {
        provider.script(TestingProvider.broken(provider.beginning("Half an ans")), provider.text("Whole."));
        List<String> heard = new ArrayList<>();

        ModelReply reply = models.model().chat(TestingModels.question("Hello"), new TokenListener() {
            @Override
            public void onText(String piece) {
                heard.add(piece);
            }

            @Override
            public void onRestart() {
                heard.clear();
            }
        });

        assertThat(reply.text()).isEqualTo("Whole.");
        assertThat(heard).containsExactly("Whole.");
    }

    @Test
    void aBodyThatEndsTooEarlyIsNoAnswer() {
        provider.script(TestingProvider.events(provider.beginning("Half an ans")), provider.text("Whole."));

        assertThat(models.ask("Hello").text()).isEqualTo("Whole.");
        assertThat(provider.asked()).hasSize(2);
    }

    @Test
    void anErrorInTheMiddleIsTriedAgain() {
        List<String> events = new ArrayList<>(provider.beginning("Half an ans"));
        events.add(provider.overloadedEvent());
        provider.script(TestingProvider.events(events), provider.text("Whole."));

        assertThat(models.ask("Hello").text()).isEqualTo("Whole.");
        assertThat(models.pauses()).hasSize(1);
    }

    @Test
    void aServerThatIsNoModelIsSaidToBeNone() {
        String page = "<html><body>Welcome to nginx!</body></html>";
        provider.script(TestingProvider.status(200, page), TestingProvider.status(200, page));

        Failure failure = failureOf("Hello");

        assertThat(failure.code()).isEqualTo(FailureCode.MODEL_FAILED);
        assertThat(failure.message()).contains("did not answer as a model does", "Welcome to nginx!");
        assertThat(failure.hint()).contains(provider.baseUrl());
        assertThat(provider.asked()).hasSize(2);
    }

    @Test
    void eventsThatCannotBeReadAreAFailure() {
        List<String> events = new ArrayList<>(provider.beginning("Half an ans"));
        events.add(provider.nonsenseEvent());
        events.add("event: message_stop\ndata: {\"type\": \"message_stop\"}");
        events.add("data: [DONE]");
        provider.script(TestingProvider.events(events), TestingProvider.events(events));

        Failure failure = failureOf("Hello");

        assertThat(failure.message()).contains("cannot be read", "Asked 2 times");
    }

    @Test
    void anEmptyAnswerTwiceIsAFailure() {
        provider.script(provider.nothing(), provider.nothing(), provider.text("too late"));

        assertThat(failureOf("Hello").message()).contains("answered nothing");
        assertThat(provider.asked()).hasSize(2);
    }

    @Test
    void anAnswerAtTheLimitIsNotTakenForWhole() {
        provider.script(provider.cutOff("The first of the three reasons is"), provider.text("too late"));

        Failure failure = failureOf("Why?");

        assertThat(failure.message()).contains("cut off", "4096");
        assertThat(provider.asked()).hasSize(1);
    }

    @Test
    void aRefusedKeySaysWhereToLookAndDoesNotShowIt() {
        provider.script(TestingProvider.status(
                401, "{\"error\": {\"message\": \"Incorrect API key provided: " + TestingProvider.KEY + ".\"}}"));

        Failure failure = failureOf("Hello");

        assertThat(failure.message()).contains("refused the key", "HTTP 401").doesNotContain(TestingProvider.KEY);
        assertThat(failure.hint()).matches("Check the key in (OPENAI|ANTHROPIC)_API_KEY\\.");
        assertThat(provider.asked()).hasSize(1);
    }

    @Test
    void anUnknownModelSaysWhichSettingToChange() {
        provider.script(TestingProvider.status(404, "{\"error\": {\"message\": \"model not found\"}}"));

        Failure failure = failureOf("Hello");

        assertThat(failure.message()).contains(models.model().name(), "model not found");
        assertThat(failure.hint()).contains("WRIT_MODEL");
        assertThat(provider.asked()).hasSize(1);
    }

    @Test
    void aRefusedRequestIsNotRepeated() {
        provider.script(TestingProvider.status(400, "[{\"error\": {\"message\": \"prompt is too long\"}}]"));

        assertThat(failureOf("Hello").message()).contains("HTTP 400", "prompt is too long");
        assertThat(provider.asked()).hasSize(1);
    }

    @Test
    void aRedirectIsNotFollowed() {
        provider.script(TestingProvider.status(302, "", "Location", provider.baseUrl() + "/elsewhere"));

        assertThat(failureOf("Hello").message()).contains("points elsewhere");
        assertThat(provider.asked()).hasSize(1);
    }

    @Test
    void aServerThatNeverAnswersIsGivenUp() throws Exception {
        provider.script(provider.silent());
        models.close();
        models = TestingModels.of(provider, "WRIT_MODEL_TIMEOUT_SECONDS", "1", "WRIT_MODEL_RETRIES", "0");

        Failure failure = failureOf("Hello");

        assertThat(failure.message()).contains("did not answer in time");
        assertThat(failure.hint()).contains("timeout_seconds");
    }

    @Test
    void aServerThatFallsSilentIsGivenUp() throws Exception {
        provider.script(provider.silentAfter(provider.beginning("Half an ans")));
        models.close();
        models = TestingModels.of(provider, "WRIT_MODEL_TIMEOUT_SECONDS", "1", "WRIT_MODEL_RETRIES", "0");

        assertThat(failureOf("Hello").message()).contains("did not answer in time");
    }

    @Test
    void interruptingTheThreadEndsACallThatWaits() throws Exception {
        provider.script(provider.silent());

        assertCancelled(provider::awaitHeld);
    }

    @Test
    void interruptingTheThreadEndsAnAnswerInFull() throws Exception {
        provider.script(provider.endless());

        assertCancelled(provider::awaitHeld);

        provider.awaitDropped();
    }

    @Test
    void interruptingTheThreadEndsAPauseBetweenAttempts() throws Exception {
        provider.script(TestingProvider.status(429, "{}", "Retry-After", "60"));
        java.util.concurrent.CountDownLatch pausing = new java.util.concurrent.CountDownLatch(1);
        try (ConfiguredModels real = new ConfiguredModels(
                dev.writ.model.settings.ModelSettings.from(provider.environment(), Json.object()),
                TestingModels.PLAYBOOK,
                new java.util.Random(7),
                models.clock(),
                duration -> {
                    pausing.countDown();
                    Thread.sleep(duration);
                })) {
            assertCancelled(
                    pausing::await,
                    () -> real.forTier(dev.writ.model.ModelTier.SMALL)
                            .chat(TestingModels.question("Hello"), TokenListener.NONE));
        }
    }

    private interface Step {
        void run() throws InterruptedException;
    }

    private void assertCancelled(Step wait) throws Exception {
        assertCancelled(wait, () -> models.ask("Hello"));
    }

    private static void assertCancelled(Step wait, Runnable call) throws Exception {
        CompletableFuture<WritException> thrown = new CompletableFuture<>();
        CompletableFuture<Boolean> stillInterrupted = new CompletableFuture<>();
        Thread caller = Thread.ofVirtual().start(() -> {
            thrown.complete(catchThrowableOfType(WritException.class, call::run));
            stillInterrupted.complete(Thread.currentThread().isInterrupted());
        });
        wait.run();
        caller.interrupt();
        assertThat(thrown.get(10, TimeUnit.SECONDS).failure().code()).isEqualTo(FailureCode.CANCELLED);
        assertThat(stillInterrupted.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aThreadThatIsInterruptedAlreadyAsksNothing() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> models.ask("Hello"))
                    .isInstanceOfSatisfying(
                            WritException.class,
                            e -> assertThat(e.failure().code()).isEqualTo(FailureCode.CANCELLED));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void aServerThatIsNotThereIsSaidNotToBeReachable() {
        provider.close();

        Failure failure = failureOf("Hello");

        assertThat(failure.message()).contains("cannot be reached", "127.0.0.1:");
        assertThat(models.pauses()).hasSize(4);
    }
}
