package dev.writ.server;

import static dev.writ.server.TestingModel.ends;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.event.Event;
import dev.writ.model.Retry;
import dev.writ.server.TestingApi.Answer;
import dev.writ.task.TaskState;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of a model that had to be asked again. */
class RetriesTest {
    private static final Instant NEXT = Instant.parse("2099-01-01T00:00:12Z");

    @TempDir
    Path folder;

    private static Retry retry(int attempt, Retry.Reason reason) {
        return new Retry(attempt, 6, reason, "It gets too many requests.", NEXT);
    }

    @Test
    void each_attempt_is_told_as_it_is_decided_and_in_the_end_what_came_of_them() {
        TestingModel model = new TestingModel().worker(ends("done")).troubled((request, tokens) -> {
            tokens.onRetry(retry(2, Retry.Reason.BUSY));
            tokens.onRetry(retry(3, Retry.Reason.UNAVAILABLE));
        });
        try (TestingWrit writ = TestingWrit.start(folder, model)) {
            String tree = writ.run(TestingWrit.work("work")).tree();

            assertThat(writ.events(tree, "model.retrying"))
                    .extracting(event -> event.data().path("attempt").asInt() + " "
                            + event.data().path("reason").asString())
                    .containsExactly("2 busy", "3 unavailable");
            Event end = writ.events(tree, "model.retried").getFirst();
            assertThat(end.outcome()).isEqualTo("succeeded");
            assertThat(end.data().path("attempts").asInt()).isEqualTo(3);
            Event called = writ.events(tree, "model.called").getFirst();
            assertThat(called.data().path("attempts").asInt()).isEqualTo(3);
            assertThat(called.entity()).isEqualTo(end.entity());
        }
    }

    @Test
    void a_call_that_is_given_up_ends_its_retries_as_failed() {
        TestingModel model = new TestingModel().worker(ends("done")).troubled((request, tokens) -> {
            tokens.onRetry(retry(2, Retry.Reason.BUSY));
            throw new WritException(FailureCode.MODEL_FAILED, "It does not answer.", "Try again later.");
        });
        try (TestingWrit writ = TestingWrit.start(folder, model)) {
            var task = writ.run(TestingWrit.work("work"));

            assertThat(task.state()).isEqualTo(TaskState.FAILED);
            assertThat(writ.events(task.tree(), "model.retried").getFirst().outcome())
                    .isEqualTo("failed");
        }
    }

    @Test
    void a_call_that_succeeds_at_once_tells_of_no_attempts() {
        try (TestingWrit writ = TestingWrit.start(folder, new TestingModel().worker(ends("done")))) {
            String tree = writ.run(TestingWrit.work("work")).tree();

            assertThat(writ.events(tree, "model.retr")).isEmpty();
            assertThat(writ.events(tree, "model.retried")).isEmpty();
            assertThat(writ.events(tree, "model.retrying")).isEmpty();
        }
    }

    @Test
    void what_is_under_way_is_listed_until_it_ends_and_counted() throws InterruptedException {
        CountDownLatch answered = new CountDownLatch(1);
        TestingModel model = new TestingModel().worker(ends("done")).troubled((request, tokens) -> {
            tokens.onRetry(retry(2, Retry.Reason.BUSY));
            tokens.onRetry(retry(3, Retry.Reason.BUSY));
            try {
                answered.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try (TestingApi api = TestingApi.start(folder, model)) {
            String task = api.post("/api/v1/tasks", """
                            {"request": "work", "process": "single_agent", "agent": "worker"}""").text("id");
            Answer retries = api.until(
                    "/api/v1/retries?tree=" + task,
                    answer -> answer.body().path(0).path("attempt").asInt(0) == 3);
            assertThat(retries.body()).hasSize(1);
            assertThat(retries.body().get(0).path("next_at").asString()).isEqualTo(NEXT.toString());
            assertThat(retries.body().get(0).path("agent").asString()).isEqualTo("worker");
            assertThat(api.get("/api/v1/retries?tree=another").body()).isEmpty();

            answered.countDown();
            api.ended(task);
            assertThat(api.get("/api/v1/retries").body()).isEmpty();
            assertThat(api.get("/api/v1/performance").body().path("retries").asInt())
                    .isEqualTo(2);
            assertThat(api.get("/api/v1/performance?agent=nobody")
                            .body()
                            .path("retries")
                            .asInt())
                    .isZero();
        } finally {
            answered.countDown();
        }
    }

    @Test
    void a_call_that_a_crash_broke_off_is_not_under_way() {
        CountDownLatch never = new CountDownLatch(1);
        TestingModel model = new TestingModel().worker(ends("done")).troubled((request, tokens) -> {
            tokens.onRetry(retry(2, Retry.Reason.BUSY));
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try (TestingWrit writ = TestingWrit.start(folder, model)) {
            String task = writ.submit(TestingWrit.work("work")).id();
            writ.until(() -> !writ.events(task, "model.retrying").isEmpty(), () -> "nothing was tried again");
            model.troubled((request, tokens) -> {});
            writ.crash();
            writ.ended(task);

            assertThat(new dev.writ.agent.Retries(writ.parts().database()).now(""))
                    .isEmpty();
            assertThat(writ.events(task, "model.called")
                            .getLast()
                            .data()
                            .path("attempts")
                            .asInt())
                    .isEqualTo(1);
        } finally {
            never.countDown();
        }
    }
}
