package dev.writ.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KnownIdsTest {
    @Test
    void whatAShellCouldTakeForMoreThanAWordIsNotOffered() {
        try (TestingAnswers server = new TestingAnswers()) {
            server.answer(
                    "GET /documents",
                    "[{\"name\": \"rules\"}, {\"name\": \"$(id)\"}, {\"name\": \"a b\"}, {\"name\": \"-rf\"}, {\"name\": \"a\\u001bb\"}]");
            assertThat(KnownIds.of(server.api(), "documents")).containsExactly("rules");
            assertThat(KnownIds.of(server.api(), "nonsense")).isEmpty();
        }
    }
}
