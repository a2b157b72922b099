package dev.writ.tool.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import dev.writ.tool.AuthorizedCall;
import dev.writ.tool.CallContext;
import dev.writ.tool.OperationResult;
import dev.writ.tool.PreparedCall;
import dev.writ.tool.TestingCalls;
import dev.writ.tool.TestingStops;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class WatchTest {
    private static final String WATCH = "file_system_listing.watch";

    @TempDir
    Path temp;

    private TestingFiles files;

    @BeforeEach
    void open() {
        files = new TestingFiles(temp);
        files.write("src/a", "a");
        files.write("src/b", "b");
    }

    @AfterEach
    void close() {
        files.close();
    }

    @Test
    void withoutAChangeItEndsAfterTheTimeGiven() {
        OperationResult result = files.call(WATCH, "{'path': 'src', 'seconds': 1}");

        assertThat(result.data().path("changes")).isEmpty();
        assertThat(result.text()).isEqualTo("Nothing changed.\n");
    }

    @Test
    void changesEndTheWait() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<OperationResult> watching = CompletableFuture.supplyAsync(
                        () -> files.call(WATCH, "{'path': '', 'seconds': 30}"))
                .whenComplete((result, failure) -> over.set(true));
        // Changes are repeated until the watch has seen one, since it cannot say that it has begun.
        for (int i = 0; !over.get(); i++) {
            files.write("src/a", "change " + i);
            Thread.onSpinWait();
        }

        JsonNode changes = watching.get(10, TimeUnit.SECONDS).data().path("changes");
        assertThat(changes.findValuesAsString("path")).containsExactly("src/a");
        assertThat(changes.findValuesAsString("action")).containsExactly("changed");
    }

    @Test
    void aFileMayBeWaitedFor() throws Exception {
        CompletableFuture<OperationResult> watching =
                CompletableFuture.supplyAsync(() -> files.call(WATCH, "{'path': 'new', 'seconds': 30}"));
        // Made and removed in turn, so that the watch meets a change whenever it begins.
        while (!watching.isDone()) {
            files.write("new", "x");
            Thread.onSpinWait();
            Files.delete(files.root.resolve("new"));
        }

        assertThat(watching.get().data().path("changes").findValuesAsString("path"))
                .containsExactly("new");
    }

    @Test
    void aStoppedCallStopsWaiting() throws Exception {
        CallContext context = files.context();
        PreparedCall prepared = TestingCalls.find(files.server, WATCH)
                .prepare(Json.object().put("path", "src").put("seconds", 60), context);
        AuthorizedCall call = TestingCalls.authorized(context);
        CompletableFuture<Throwable> ended = CompletableFuture.supplyAsync(
                () -> org.assertj.core.api.Assertions.catchThrowable(() -> prepared.run(call)));

        TestingStops.stop(call, "a person asked");

        assertThat(ended.get(10, TimeUnit.SECONDS)).hasMessageContaining("a person asked");
    }
}
