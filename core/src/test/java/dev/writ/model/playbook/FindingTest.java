package dev.writ.model.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.model.playbook.TestingWorld.Ended;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FindingTest {
    @TempDir
    Path folder;

    private TestingWorld world;

    @BeforeEach
    void prepare() {
        world = new TestingWorld(folder);
        world.file(
                        "src/app.py",
                        "import os\n\ndef parse(path):\n    # TODO: needle here\n    return open(path)\n\nif __name__ == '__main__':\n    parse('x')\n")
                .file("src/deep/other.py", "from app import parse\nvalue = parse('needle')\n")
                .file("docs/guide.md", "# Guide\n\nThe needle is described here.\nA Needle with capital letter.\n")
                .file("docs/big.log", "x".repeat(5_000) + "\n")
                .file("README.md", "# Demo\n\nA demonstration of things.\n")
                .file("empty.txt", "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Find \"needle\"",
                "find 'needle' and report the places",
                "Where is `needle` mentioned?",
                "search the workspace for \"needle\"",
                "Please look for the text “needle” and tell me every file and line",
                "which files contain \"needle\"?",
                "list all lines containing 'needle'",
                "grep for \"needle\"",
                "show me every place where 'needle' appears",
                "Does any file mention «needle»?",
                "Is there any mention of 'needle'?",
                "I need to know where \"needle\" occurs. Don't change anything."
            })
    void findsTextInAnyWording(String request) {
        Ended ended = world.ask(request);
        assertThat(ended.completed()).as(ended.result()).isTrue();
        assertThat(ended.places()).containsExactly("docs/guide.md:3", "src/app.py:4", "src/deep/other.py:2");
        assertThat(ended.result()).contains("src/app.py:4").contains("needle here");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "find \"needle\" in the Markdown files",
                "find 'needle' in *.md",
                "In all *.md files, find 'needle'",
                "search docs/ for \"needle\"",
                "find \"needle\" under docs",
                "find \"needle\" in docs/guide.md",
                "where does 'needle' appear in .md files?",
                "find 'needle' everywhere except in src/"
            })
    void looksOnlyWhereItIsAskedTo(String request) {
        assertThat(world.ask(request).places()).containsExactly("docs/guide.md:3");
    }

    @Test
    void asksForNoMoreThanTheFolderAndNoWriting() {
        world.ask("find \"needle\" under docs");
        assertThat(world.asked("file_system_listing")).hasSize(1);
        assertThat(world.asked("file_system_listing").getFirst().toString())
                .isEqualTo("{\"read\":[\"docs\",\"docs/**\"],\"write\":[]}");
    }

    @Test
    void zeroHitsAreAnAnswer() {
        Ended ended = world.ask("find \"absent words\"");
        assertThat(ended.completed()).isTrue();
        assertThat(ended.result()).contains("No place").contains("absent words");
        assertThat(ended.findings()).isEmpty();
    }

    @Test
    void understandsExpressionsBetweenSlashes() {
        assertThat(world.ask("find /[Nn]eedle\\b/ in docs").places())
                .containsExactly("docs/guide.md:3", "docs/guide.md:4");
    }

    @Test
    void ignoresCaseWhenAsked() {
        assertThat(world.ask("find \"NEEDLE\" in docs, ignoring case").places())
                .containsExactly("docs/guide.md:3", "docs/guide.md:4");
    }

    @Test
    void countsOccurrences() {
        Ended ended = world.ask("How many times does 'needle' appear in src?");
        assertThat(ended.result()).contains("2 lines in 2 files");
        assertThat(ended.data().path("matches").asInt()).isEqualTo(2);
    }

    @Test
    void findsWhereAFunctionIsDefinedRatherThanUsed() {
        assertThat(world.ask("Where is `parse` defined?").places()).containsExactly("src/app.py:3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "find files named other.py",
                "where is the file other.py?",
                "find the file other.py",
                "list files whose name contains othe",
                "find files called `other.py` under src",
                "locate other.py",
                "is there a file named other.py?",
                "which Python files are smaller than 60 bytes?"
            })
    void findsFiles(String request) {
        assertThat(world.ask(request).places()).containsExactly("src/deep/other.py");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "find all files larger than 4 kB",
                "which files are bigger than 4000 bytes?",
                "show the largest file",
                "list *.log files",
                "find files ending in .log",
                "find log files under docs",
                "are there any .log files?",
                "find files with the extension log"
            })
    void findsFilesBySizeAndKind(String request) {
        assertThat(world.ask(request).places()).containsExactly("docs/big.log");
    }

    @Test
    void countsFiles() {
        assertThat(world.ask("how many Python files are there?").result()).contains("2 files");
        assertThat(world.ask("which files are empty?").places()).containsExactly("empty.txt");
    }

    @Test
    void aFolderThatIsNotThereIsSaidWithItsNearestName() {
        Ended ended = world.ask("find 'needle' in the folder doc");
        assertThat(ended.completed()).isFalse();
        assertThat(ended.code()).isEqualTo("not_found");
        assertThat(ended.result()).contains("doc").contains("docs");
    }

    @Test
    void openMarkersAreFoundByTheirWords() {
        assertThat(world.ask("list all TODOs").places()).containsExactly("src/app.py:4");
        assertThat(world.ask("Are there any TODO or FIXME comments left?").places())
                .containsExactly("src/app.py:4");
    }
}
