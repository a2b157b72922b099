package dev.writ.model.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.model.playbook.TestingTerminal.Ran;
import dev.writ.model.playbook.TestingWorld.Ended;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CombinationsTest {
    @TempDir
    Path folder;

    private TestingWorld world;

    @BeforeEach
    void prepare() {
        world = new TestingWorld(
                folder,
                new TestingTerminal(
                        argv -> argv.contains("bad") ? Ran.failed(1, "x.c:1:1: error: no\n") : Ran.ok("fine\n")));
        world.file("a.md", "foo\n# TODO now\n").file("src/b.py", "foo = 1\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Find all TODOs and then replace foo by bar in a.md",
                "find TODO; then replace foo by bar in a.md",
                "First find all TODOs. Then replace foo with bar in a.md.",
                "1. find TODOs\n2. replace foo by bar in a.md",
                "- list all TODOs\n- replace \"foo\" by \"bar\" in a.md",
                "find TODO, then replace foo by bar in a.md, and tell me what you changed",
                "Find the TODO comments and replace foo by bar in a.md",
                "Please find all TODOs. After that, replace foo by bar in a.md. Thanks!"
            })
    void doesTheirPartsInOrder(String request) {
        Ended ended = world.ask(request);
        assertThat(ended.completed()).as(ended.result()).isTrue();
        assertThat(ended.places()).contains("a.md:2");
        assertThat(world.read("a.md")).startsWith("bar\n");
        assertThat(world.read("src/b.py")).isEqualTo("foo = 1\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run `make bad` and if it passes delete a.md",
                "run `make bad`, then delete a.md",
                "Run `make bad`. If it succeeds, delete a.md.",
                "run `make bad` and then replace foo by bar",
                "execute `make bad`; then delete a.md",
                "run make bad, and when it passes, delete a.md",
                "Run `make bad` and afterwards delete a.md",
                "please run `make bad`, after that delete a.md"
            })
    void stopsWhereACommandFails(String request) {
        Ended ended = world.ask(request);
        assertThat(ended.completed()).as(ended.result()).isFalse();
        assertThat(world.read("a.md")).startsWith("foo");
    }

    @Test
    void goesOnWhereACommandSucceeds() {
        Ended ended = world.ask("run `make good` and if it passes delete a.md");
        assertThat(ended.completed()).as(ended.result()).isTrue();
        assertThat(world.everything()).doesNotContainKey("a.md");
    }

    @Test
    void saysWhatWasDoneBeforeARefusal() {
        Ended ended = world.refuse("terminal", "A person denied it: no")
                .ask("replace foo by bar in a.md, then run `make good`");
        assertThat(ended.code()).isEqualTo("approval_denied");
        assertThat(ended.result()).contains("Done before that").contains("Replaced");
    }
}
