package dev.writ.insight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ErrorSignaturesTest extends InsightTest {
    private List<ErrorSignature> in(Period period, int limit) {
        return new ErrorSignatures(records.database()).in(period, limit);
    }

    @Test
    void failuresThatDifferInParticularsAreOne() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            ids.addFirst(records.call(
                    "t", "agent" + i % 2, i < 6 ? "a.x" : "b.x", "failed", i, 0, "No file 'f" + i + "' in /w/" + i));
        }
        records.call("t", "agent0", "a.x", "failed", 3, 0, "Something else.");
        records.call("t", "agent0", "a.x", "succeeded", 3, 0, "");
        assertThat(in(ALL, 10))
                .satisfiesExactly(
                        group -> {
                            assertThat(group.signature()).isEqualTo("No file <text> in <path>");
                            assertThat(group.code()).isEqualTo("operation_failed");
                            assertThat(group.occurrences()).isEqualTo(12);
                            assertThat(group.firstAt()).isEqualTo(at(0));
                            assertThat(group.lastAt()).isEqualTo(at(11));
                            assertThat(group.tools()).containsExactly("a", "b");
                            assertThat(group.agents()).containsExactly("agent0", "agent1");
                            assertThat(group.examples()).isEqualTo(ids.subList(0, 10));
                        },
                        group -> assertThat(group.occurrences()).isEqualTo(1));
        assertThat(in(ALL, 1)).hasSize(1);
        assertThat(in(new Period(at(2), at(4)), 10))
                .extracting(ErrorSignature::occurrences)
                .containsExactly(2L, 1L);
    }

    @Test
    void tasksThatFailedCountToo() {
        records.task("t1", "worker", "p", "failed", 0, 9, 1);
        records.database()
                .writeOnly(
                        transaction -> transaction
                                .handle()
                                .execute(
                                        "UPDATE tasks SET failure = '{\"code\":\"timed_out\",\"message\":\"No answer in 30 s.\"}'"));
        assertThat(in(ALL, 10)).singleElement().satisfies(group -> {
            assertThat(group.code()).isEqualTo("timed_out");
            assertThat(group.tools()).isEmpty();
            assertThat(group.agents()).containsExactly("worker");
            assertThat(group.examples()).containsExactly("t1");
        });
    }

    @Test
    void aFailureThatIsNoJsonIsItsOwnMessage() {
        records.task("t1", "worker", "p", "failed", 0, 9, 1);
        records.task("t2", "worker", "p", "failed", 0, 9, 1);
        records.database().writeOnly(transaction -> {
            transaction.handle().execute("UPDATE tasks SET failure = 'broke 5 times' WHERE id = 't1'");
            transaction.handle().execute("UPDATE tasks SET failure = '{broken' WHERE id = 't2'");
        });
        assertThat(in(ALL, 10)).extracting(ErrorSignature::signature).containsExactly("broke <n> times", "{broken");
    }
}
