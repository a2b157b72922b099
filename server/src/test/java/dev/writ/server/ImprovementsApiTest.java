package dev.writ.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.writ.server.TestingApi.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Experiments over the API: what is told of them, and what a person can do. */
class ImprovementsApiTest {
    private TestingApi api;
    private TestingExperiments experiments;

    @BeforeEach
    void start(@TempDir Path folder) {
        api = TestingApi.start(folder, new TestingModel());
        experiments = new TestingExperiments(api);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private Stream<String> listed(String query) {
        Answer answer = api.get("/api/v1/improvements" + query);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        return answer.body().valueStream().map(one -> one.path("name").asString());
    }

    private Answer act(String id, String verb) {
        return api.post("/api/v1/improvements/" + id + "/" + verb, "");
    }

    private JsonNode detail(String id) {
        return api.get("/api/v1/improvements/" + id).body();
    }

    private int activeVersion(String path) {
        return api.get("/api/v1/" + path).body().path("version").asInt();
    }

    @Test
    void they_are_listed_newest_first_and_by_state() {
        experiments.fill();
        assertThat(listed(""))
                .containsExactly("summary_agent", "investigator_agent", "planning_agent", "file_edit", "terminal");
        assertThat(listed("?state=open")).containsExactly("summary_agent", "investigator_agent");
        assertThat(listed("?state=rolled_back")).containsExactly("file_edit");
        assertThat(listed("?state=all&limit=1")).containsExactly("summary_agent");
        assertThat(api.get("/api/v1/improvements?state=lost").error()).isEqualTo("invalid_arguments");
        assertThat(api.get("/api/v1/improvements?stat=open").error()).isEqualTo("invalid_arguments");
        assertThat(api.get("/api/v1/improvements/experiment_0").error()).isEqualTo("not_found");
    }

    @Test
    void before_and_after_are_the_means_of_what_was_measured_with_an_interval_of_the_difference() {
        String id = experiments.waiting(TestingExperiments.REVIEWS);
        double[] before = {0.5, 0.5, 0.6, 0.4};
        double[] after = {0.7, 0.6, 0.7, 0.6};
        api.writ
                .core()
                .database()
                .writeOnly(transaction -> IntStream.range(0, 4).forEach(pair -> {
                    experiments.outcome(transaction, id, "replay", pair, "incumbent", before[pair]);
                    experiments.outcome(transaction, id, "replay", pair, "candidate", after[pair]);
                }));
        // Its other side is not there yet.
        api.writ
                .core()
                .database()
                .writeOnly(transaction -> experiments.outcome(transaction, id, "replay", 4, "incumbent", 0.5));
        JsonNode all = detail(id).path("effects").get(0);
        assertThat(all.path("stage").asString()).isEqualTo("all");
        assertThat(all.path("pairs").asInt()).isEqualTo(4);
        JsonNode score = all.path("measures").get(0);
        assertThat(score.path("before").path("count").asInt()).isEqualTo(5);
        assertThat(score.path("before").path("mean").asDouble()).isEqualTo(0.5, within(1e-9));
        assertThat(score.path("after").path("mean").asDouble()).isEqualTo(0.65, within(1e-9));
        // Differences 0.2, 0.1, 0.1, 0.2: 0.15 with a deviation of 0.0577; Student's t for three degrees is 3.182.
        JsonNode difference = score.path("difference");
        assertThat(difference.path("count").asInt()).isEqualTo(4);
        assertThat(difference.path("low").asDouble()).isEqualTo(0.0581, within(1e-4));
        assertThat(difference.path("high").asDouble()).isEqualTo(0.2419, within(1e-4));
        assertThat(score.path("reading").asString()).isEqualTo("better");
        assertThat(all.path("measures").get(4).path("reading").asString())
                .as("less time is better")
                .isEqualTo("better");
        assertThat(detail(id).path("outcomes").get(4).has("after")).isFalse();
        assertThat(detail(id).path("steps")).hasSize(4);
        assertThat(detail(id).path("steps").get(0).has("low")).as("of one pair").isFalse();
    }

    @Test
    void one_alone_says_what_differs_and_what_is_missing() {
        JsonNode running = detail(experiments.running(TestingExperiments.REVIEWS));
        assertThat(running.path("diff").asString()).contains("+++ investigator_agent version 2", "maximum_turns");
        assertThat(running.path("versions")
                        .valueStream()
                        .map(one -> one.path("version").asInt()))
                .containsExactly(1, 2);
        assertThat(running.path("active").asInt()).isEqualTo(1);
        assertThat(running.path("standing").asString())
                .contains("on trial with a part of the real tasks", "In 17 pairs of tasks", "more pairs decide");
        assertThat(running.path("timeline").get(0).path("type").asString()).isEqualTo("experiment.moved");
        assertThat(running.path("evidence").path("looks")).hasSize(17);
        assertThat(detail(experiments.waiting(TestingExperiments.SUMMARIES))
                        .path("standing")
                        .asString())
                .contains("waits for a person", "reads what others wrote.");
    }

    @Test
    void an_approver_lets_it_be_tried_and_everybody_sees_who_it_was() {
        String id = experiments.waiting(TestingExperiments.SUMMARIES);
        assertThat(act(id, "pause").error()).isEqualTo("illegal_transition");
        String secret = api.post("/api/v1/accounts", "{\"name\": \"ada\", \"role\": \"operator\"}")
                .text("secret");
        assertThat(api.as(secret, "POST", "/api/v1/improvements/" + id + "/approve", "")
                        .status())
                .isEqualTo(403);
        api.post("/api/v1/accounts/ada/role", "{\"role\": \"approver\"}");
        Answer approved = api.as(secret, "POST", "/api/v1/improvements/" + id + "/approve", "");
        assertThat(approved.text("state")).as(approved.body().toString()).isEqualTo("running");
        assertThat(act(id, "approve").error()).as("again").isEqualTo("illegal_transition");
        assertThat(act(id, "pause").text("state")).isEqualTo("paused");
        assertThat(act(id, "resume").text("state")).isEqualTo("running");
        assertThat(api.get("/api/v1/events?kind=experiment")
                        .body()
                        .valueStream()
                        .map(event -> event.path("type").asString() + " "
                                + event.path("actor").asString()))
                .contains("experiment.approved person:ada", "experiment.paused person:user");
    }

    @Test
    void a_rollback_brings_the_version_from_before_back() {
        String id = experiments.promoted(TestingExperiments.LISTING);
        assertThat(activeVersion("tools/terminal")).isEqualTo(2);
        Answer back = api.post("/api/v1/improvements/" + id + "/rollback", "{\"reason\": \"it asks too often\"}");
        assertThat(back.text("state")).as(back.body().toString()).isEqualTo("rolled_back");
        assertThat(activeVersion("tools/terminal")).isEqualTo(1);
        assertThat(detail(id).path("standing").asString()).contains("taken back: it asks too often.");
    }

    @Test
    void what_somebody_wrote_after_it_is_not_rolled_back_with_it() {
        String id = experiments.promoted(TestingExperiments.LISTING);
        api.send("PATCH", "/api/v1/tools/terminal", "{\"expected_version\": 2, \"changes\": {\"default_hours\": 4}}");
        assertThat(act(id, "rollback").error()).isEqualTo("conflict");
        assertThat(activeVersion("tools/terminal")).isEqualTo(3);
        assertThat(detail(id).path("state").asString()).isEqualTo("promoted");
    }

    @Test
    void of_two_who_decide_at_once_one_counts() {
        String id = experiments.waiting(TestingExperiments.SUMMARIES);
        List<CompletableFuture<Answer>> both = Stream.of("approve", "reject")
                .map(verb -> CompletableFuture.supplyAsync(() -> act(id, verb)))
                .toList();
        List<Answer> answers = both.stream().map(CompletableFuture::join).toList();
        long decisions = api.get("/api/v1/events?kind=experiment").body().size();
        assertThat(decisions)
                .as("one event for each that was not refused: " + answers)
                .isEqualTo(answers.stream()
                        .filter(answer -> answer.status() == 200)
                        .count());
        assertThat(answers).allMatch(answer -> answer.status() == 200 || answer.status() == 409);
    }

    @Test
    void markers_tell_when_which_version_came_into_force() {
        experiments.fill();
        api.send("PATCH", "/api/v1/tools/terminal", "{\"expected_version\": 2, \"changes\": {\"default_hours\": 4}}");
        String from = Instant.now().minus(Duration.ofDays(3)).toString();
        assertThat(api.get("/api/v1/improvements/markers?from=" + from)
                        .body()
                        .valueStream()
                        .map(one -> one.path("sentence").asString()))
                .containsExactly(
                        "v3 of terminal active",
                        "v2 of file_edit taken back",
                        "v2 of file_edit active, on trial",
                        "v2 of terminal kept");
        assertThat(api.get("/api/v1/improvements/markers?from=" + from + "&until="
                                + Instant.now().minus(Duration.ofDays(2)))
                        .body())
                .isEmpty();
        assertThat(api.get("/api/v1/improvements/markers?to=now").error()).isEqualTo("invalid_arguments");
    }
}
