package dev.writ.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** docs/tunables.md says what the code says. */
class TunablesDocumentTest {
    @ParameterizedTest
    @EnumSource(Tunable.class)
    void theTableHasEachNumberWithItsBounds(Tunable tunable) throws Exception {
        String name = tunable.entity().isEmpty() ? "(each)" : "`" + tunable.entity() + "`";
        String begin = "| " + tunable.kind().id() + " " + name + " | `" + tunable.path() + "` | ";
        String end = " | " + tunable.usual() + " | " + tunable.lowest() + " | " + tunable.highest() + " |";
        assertThat(Files.readAllLines(Path.of("..", "docs", "tunables.md")))
                .anyMatch(line -> line.startsWith(begin) && line.endsWith(end));
    }
}
