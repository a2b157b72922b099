package dev.writ.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxOutputTest {
    @TempDir
    Path folder;

    TestingSandbox box;

    @BeforeEach
    void open() throws Exception {
        box = new TestingSandbox(folder);
    }

    @Test
    void huge_output_is_kept_in_bounds_with_its_beginning_and_its_end() throws Exception {
        CommandResult result = box.shell("echo first; head -c 50000000 /dev/zero | tr '\\0' x; echo; echo last");

        assertThat(result.truncated()).isTrue();
        assertThat(result.output().text())
                .startsWith("first\nxxx")
                .endsWith("xxx\nlast\n")
                .contains("bytes left out");
        assertThat(result.output().text().length()).isLessThan(TestingSandbox.SMALL.outputBytes() + 100);
    }

    @Test
    void endless_output_ends_with_the_time() throws Exception {
        CommandResult result = box.sandbox().run(box.command(SandboxProfile.FULL, Duration.ofSeconds(1), "yes"));
        assertThat(result.timedOut()).isTrue();
        assertThat(result.output().text().length()).isLessThan(TestingSandbox.SMALL.outputBytes() + 100);
    }

    @Test
    void control_sequences_and_bytes_that_are_no_text_are_gone() throws Exception {
        CommandResult result = box.run(
                "printf",
                "\\033[31mred\\033[0m \\033]0;title\\007\\033]8;;http://x\\033\\\\link\\033]8;;\\033\\\\ \\377\\376 ok\\a\\r\\n");
        assertThat(result.output().text()).isEqualTo("red link \ufffd\ufffd ok\n");
    }

    @Test
    void secrets_are_redacted_in_both_streams() throws Exception {
        CommandResult result = box.shell(
                "echo password=hunter2-and-more; echo AKIAIOSFODNN7EXAMPLE >&2; printf 'Authorization: Bearer abcdef0123456789\\n'");
        assertThat(result.output().text())
                .contains("password=[redacted:assigned-secret]", "Bearer [redacted:bearer-token]");
        assertThat(result.errors().text()).isEqualTo("[redacted:aws-key]\n");
    }
}
