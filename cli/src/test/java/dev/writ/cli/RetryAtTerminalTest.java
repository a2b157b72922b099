package dev.writ.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The line of a model that is asked again: it runs down at a real terminal, and is one plain line everywhere else. */
@EnabledOnOs(OS.LINUX)
class RetryAtTerminalTest {
    private static final String WHOLE = "provider busy: attempt 3 of 6, next in 30 s — Too many requests.";
    private static final String ANEW = "\u001b7\r\u001b[1A\u001b[2K";
    private static final String KEPT = "\u001b8";

    @TempDir
    Path folder;

    @Test
    void the_time_runs_down_in_its_own_line_until_something_else_is_told() throws IOException {
        try (TestingPty pty = new TestingPty(120, 24)) {
            Path go = folder.resolve("go");
            pty.start(Map.of(), RetryAtTerminal.class.getName(), List.of(go.toString()));
            pty.awaitSeen(WHOLE + "\r\n");
            pty.await(
                    seen -> Pattern.compile(Pattern.quote(ANEW) + "[^\\n]*next in [12]\\d s")
                            .matcher(seen)
                            .find(),
                    "less time");
            Files.createFile(go);
            assertThat(pty.exitCode()).isZero();
            pty.awaitSeen("Done.");
            assertThat(pty.seen()).contains(WHOLE + KEPT + "Done.");
        }
    }

    @Test
    void a_window_too_narrow_for_it_gets_it_once() throws IOException {
        try (TestingPty pty = new TestingPty(60, 24)) {
            Path go = Files.createFile(folder.resolve("go"));
            pty.start(Map.of("COLUMNS", "120"), RetryAtTerminal.class.getName(), List.of(go.toString()));
            assertThat(pty.exitCode()).isZero();
            pty.awaitSeen("Done.");
            assertThat(pty.seen()).contains(WHOLE).doesNotContain(ANEW);
        }
    }

    @Test
    void where_no_terminal_is_and_for_what_is_past_it_is_one_line() {
        Instant now = Instant.now();
        for (Instant failedAt : List.of(now, now.minusSeconds(60))) {
            String seen = TestingAnswers.seen(terminal -> new EventPrinter(terminal, OutputFormat.TABLE)
                    .print(
                            terminal::message,
                            new Api("http://127.0.0.1:1", "token"),
                            RetryAtTerminal.retry(failedAt, 30)));
            assertThat(seen).endsWith(WHOLE + "\n").doesNotContain("\u001b");
        }
    }
}
