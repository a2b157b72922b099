package dev.writ.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Events are followed over breaks of the connection: each is shown once, in order, and the end ends it. */
@Timeout(30)
class TaskEventsTest {
    private static final List<Long> ALL = List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);

    private final TaskEvents events = new TaskEvents("task_1");
    private final List<Long> shown = new ArrayList<>();

    private void follow(Api api) {
        events.follow(api, event -> shown.add(event.path("seq").asLong()), event -> !TaskEvents.isEnd(event, "task_1"));
    }

    @Test
    void aBrokenConnectionGoesOnAfterTheLastWholeEvent() {
        try (TestingStream server = new TestingStream(4)) {
            for (int connection = 0; connection < 2; connection++) {
                assertThatThrownBy(() -> follow(server.api()))
                        .isInstanceOfSatisfying(
                                WritException.class,
                                e -> assertThat(e.failure().code()).isEqualTo(FailureCode.UNAVAILABLE));
            }
            follow(server.api());
            assertThat(shown).isEqualTo(ALL);
            assertThat(server.asked()).containsExactly(0, 3, 6);
        }
    }

    @Test
    void anEventThatCouldNotBeShownIsGivenAgain() {
        try (TestingStream server = new TestingStream(100)) {
            assertThatThrownBy(() -> events.follow(
                            server.api(),
                            event -> {
                                if (event.path("seq").asLong() == 3) {
                                    throw new IllegalStateException("no");
                                }
                                shown.add(event.path("seq").asLong());
                            },
                            event -> true))
                    .hasMessage("no");
            follow(server.api());
            assertThat(shown).isEqualTo(ALL);
        }
    }

    @Test
    void anEventWhoseConsequencesFailedIsNotShownAgain() {
        try (TestingStream server = new TestingStream(100)) {
            assertThatThrownBy(() -> events.follow(
                            server.api(), event -> shown.add(event.path("seq").asLong()), event -> {
                                throw new IllegalStateException("no");
                            }))
                    .hasMessage("no");
            follow(server.api());
            assertThat(shown).isEqualTo(ALL);
        }
    }
}
