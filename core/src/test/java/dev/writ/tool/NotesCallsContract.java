package dev.writ.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Failure;
import dev.writ.permission.Decision.Rule;
import dev.writ.store.Database;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A server of notes behind the real gateway, on any database: what the contracts about calls stand on. */
abstract class NotesCallsContract {
    final AtomicInteger runs = new AtomicInteger();
    Database database;
    TestingGateway writ;
    TestingServer server;

    abstract Database open(Path folder);

    @BeforeEach
    void openDatabase(@TempDir Path folder) {
        database = open(folder);
        writ = new TestingGateway(database);
        server = new TestingServer("notes")
                .operation("notes", "read", Effect.PURE, call -> {
                    runs.incrementAndGet();
                    call.reportLayer("landlock");
                    return TestingServer.result("the text");
                })
                .operation("notes", "write", Effect.UNSAFE, call -> {
                    runs.incrementAndGet();
                    return TestingServer.result("written");
                });
    }

    @AfterEach
    void closeDatabase() {
        writ.close();
        database.close();
    }

    static Rule denied(ToolOutcome outcome) {
        assertThat(outcome).isInstanceOf(ToolOutcome.Denied.class);
        return ((ToolOutcome.Denied) outcome).decision().rule();
    }

    static Failure failure(ToolOutcome outcome) {
        assertThat(outcome).isInstanceOf(ToolOutcome.Failed.class);
        return ((ToolOutcome.Failed) outcome).failure();
    }
}
