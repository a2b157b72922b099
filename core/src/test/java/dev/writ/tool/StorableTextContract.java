package dev.writ.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.store.Database;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** A call with U+0000 in it, or one that gives it back: the same on any database. */
abstract class StorableTextContract {
    private final AtomicInteger runs = new AtomicInteger();
    private Database database;
    private TestingGateway writ;

    abstract Database open(Path folder);

    @BeforeEach
    void openDatabase(@TempDir Path folder) {
        database = open(folder);
        writ = new TestingGateway(database);
        writ.open(new TestingServer("notes")
                .operation("notes", "read", Effect.PURE, call -> {
                    runs.incrementAndGet();
                    ObjectNode data = Json.parseObject(
                            "{\"a\\u0000\": [{\"b\": \"\\u0000c\"}, 7, null], \"text\": \"x\\u0000y\"}");
                    return new OperationResult(data, "x\0y");
                })
                .operation("notes", "clean", Effect.PURE, call -> TestingServer.result("naïve 𝄞\uFFFD"))
                .operation("notes", "fail", Effect.PURE, call -> {
                    throw new WritException(FailureCode.UNAVAILABLE, "It said \0.", "Ask \0 again.");
                }));
        writ.permissions.base("notes");
    }

    @AfterEach
    void closeDatabase() {
        writ.close();
        database.close();
    }

    @Test
    void aResultIsTakenInWithMarksBeforeAnybodySeesIt() {
        List<ToolOutcome> recorded = new ArrayList<>();

        ToolOutcome outcome = writ.call(writ.newCall("notes__read", ""), (transaction, ended, label) -> {
            recorded.add(ended);
            String text = ((ToolOutcome.Succeeded) ended).result().text();
            transaction.handle().execute("INSERT INTO settings (name, value) VALUES ('text', ?)", text);
        });

        ObjectNode marked =
                Json.parseObject("{\"a\\uFFFD\": [{\"b\": \"\\uFFFDc\"}, 7, null], \"text\": \"x\\uFFFDy\"}");
        assertThat(outcome).isEqualTo(new ToolOutcome.Succeeded(new OperationResult(marked, "x\uFFFDy")));
        assertThat(recorded).containsExactly(outcome);
        assertThat(writ.number("SELECT COUNT(*) FROM settings WHERE value = 'x\uFFFDy'"))
                .isEqualTo(1);
        assertThat(writ.last().outcome()).isEqualTo("succeeded");
        assertThat(writ.last().summary()).isEqualTo("x\uFFFDy");
    }

    @Test
    void anyOtherTextStaysAsItIs() {
        assertThat(writ.call("notes__clean"))
                .isEqualTo(new ToolOutcome.Succeeded(TestingServer.result("naïve 𝄞\uFFFD")));
    }

    @Test
    void aFailureIsTakenInWithMarks() {
        assertThat(writ.call("notes__fail"))
                .isEqualTo(new ToolOutcome.Failed(
                        Failure.of(FailureCode.UNAVAILABLE, "It said \uFFFD.", "Ask \uFFFD again.")));
        assertThat(writ.last().outcome()).isEqualTo("failed");
    }

    @Test
    void argumentsWithItAreRefusedAndRecordedAndNothingRuns() {
        ToolOutcome outcome = writ.call("notes__read", "a\0b");

        assertThat(outcome).isInstanceOf(ToolOutcome.Failed.class);
        Failure failure = ((ToolOutcome.Failed) outcome).failure();
        assertThat(failure.code()).isEqualTo(FailureCode.INVALID_ARGUMENTS);
        assertThat(failure.message())
                .isEqualTo("The text at '/text' holds the character U+0000, which cannot be kept.");
        assertThat(writ.last().outcome()).isEqualTo("failed");
        assertThat(runs).hasValue(0);
    }

    @Test
    void anOperationWhoseNameHoldsItIsNotKnown() {
        ToolOutcome outcome = writ.call("notes__\0read");

        assertThat(((ToolOutcome.Failed) outcome).failure().code()).isEqualTo(FailureCode.UNKNOWN_OPERATION);
        assertThat(writ.last().operation()).doesNotContain("\0");
    }
}
