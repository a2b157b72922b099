package dev.writ.server;

import static dev.writ.server.TestingModel.ends;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import dev.writ.entity.Change;
import dev.writ.entity.EntityKind;
import dev.writ.runtime.Submission;
import dev.writ.task.Task;
import dev.writ.task.TaskState;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An embedding model in the settings, through all of Writ. */
class EmbeddingTest {
    @TempDir
    Path folder;

    private final TestingEmbeddings embeddings = new TestingEmbeddings();
    private final TestingModel model = new TestingModel();

    @AfterEach
    void close() {
        embeddings.close();
    }

    private TestingWrit start(Map<String, String> environment) {
        model.worker(ends("done"));
        TestingWrit writ = TestingWrit.start(folder, model, environment);
        writ.core()
                .definitions()
                .create(
                        EntityKind.DOCUMENT,
                        "vibrations",
                        Json.object()
                                .put("title", "Balancing an automobile's wheels")
                                .put("text", "Weights go on the rim."),
                        Change.by("person:ann", ""));
        return writ;
    }

    private static boolean wasGiven(TestingWrit writ, Task task) {
        return writ.value("""
                        SELECT COUNT(*) FROM entity_relationships r JOIN entities e ON e.id = r.target
                        WHERE r.source = ? AND r.type = 'context' AND e.name = 'vibrations'
                        """, task.id()).equals("1");
    }

    @Test
    void a_task_is_given_the_document_that_means_what_it_says() {
        try (TestingWrit writ = start(embeddings.environment())) {
            writ.until(
                    () -> !writ.core()
                            .knowledge()
                            .find("a car for two", 1)
                            .orElse(List.of())
                            .isEmpty(),
                    () -> "vectors");
            Task task = writ.run(Submission.of("Say why the car shakes"));
            assertThat(task.state()).isEqualTo(TaskState.COMPLETED);
            assertThat(wasGiven(writ, task)).isTrue();
            assertThat(embeddings.texts()).contains("Say why the car shakes");
        }
    }

    @Test
    void a_task_ends_as_well_without_the_model() {
        embeddings.breaks();
        try (TestingWrit writ = start(embeddings.environment())) {
            Task task = writ.run(Submission.of("Say why the car shakes"));
            assertThat(task.state()).isEqualTo(TaskState.COMPLETED);
            assertThat(wasGiven(writ, task)).isFalse();
        }
    }

    @Test
    void without_the_settings_nobody_is_asked() {
        Map<String, String> others = Map.of("OPENAI_API_KEY", "sk-not-asked-for");
        try (TestingWrit writ = start(others)) {
            Task task = writ.run(Submission.of("Say why the car shakes"));
            assertThat(wasGiven(writ, task)).isFalse();
            assertThat(writ.value("SELECT COUNT(*) FROM document_vectors WHERE model <> ?", ""))
                    .isEqualTo("0");
        }
        assertThat(embeddings.texts()).isEmpty();
    }

    @Test
    void the_doctor_names_it_or_what_is_wrong_with_its_settings() {
        Map<String, String> environment = new HashMap<>(embeddings.environment());
        environment.put("HOME", folder.toString());
        assertThat(embedding(environment)).singleElement().satisfies(check -> {
            assertThat(check.state()).isEqualTo(Doctor.State.OK);
            assertThat(check.detail()).contains("openai-compatible/matters", embeddings.baseUrl());
        });
        environment.remove("WRIT_EMBEDDING_BASE_URL");
        assertThat(embedding(environment)).singleElement().satisfies(check -> {
            assertThat(check.state()).isEqualTo(Doctor.State.MISSING);
            assertThat(check.hint()).contains("WRIT_EMBEDDING_BASE_URL");
        });
        assertThat(embedding(Map.of("HOME", folder.toString()))).isEmpty();
        assertThat(embeddings.texts()).isEmpty();
    }

    private static List<Doctor.Check> embedding(Map<String, String> environment) {
        return Doctor.of(Settings.load(Map.of(), environment)).checks().stream()
                .filter(check -> check.name().equals("embedding"))
                .toList();
    }
}
