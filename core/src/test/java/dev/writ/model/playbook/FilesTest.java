package dev.writ.model.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.model.playbook.TestingWorld.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilesTest {
    @TempDir
    Path folder;

    private TestingWorld world;

    @BeforeEach
    void prepare() {
        world = new TestingWorld(folder);
        world.file("docs/list.txt", "one\ntwo\nthree\nfour\n")
                .file("README.md", "Hello\n")
                .file("src/a.py", "a\nb\n")
                .file("src/b.py", "c\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "read docs/list.txt",
                "show me the file docs/list.txt",
                "print the contents of docs/list.txt",
                "what is in docs/list.txt?",
                "cat docs/list.txt",
                "open the file list.txt",
                "What does `docs/list.txt` say?",
                "display docs/list.txt please"
            })
    void showsAFile(String request) {
        Ended ended = world.ask(request);
        assertThat(ended.completed()).as(ended.result()).isTrue();
        assertThat(ended.result()).contains("docs/list.txt (4 lines)").contains("one\ntwo\nthree\nfour");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "show the first 2 lines of docs/list.txt|one\\ntwo|three",
                "show the last 2 lines of docs/list.txt|three\\nfour|two",
                "show lines 2 to 3 of docs/list.txt|two\\nthree|four",
                "show line 2 of docs/list.txt|two|three",
                "head -n 1 docs/list.txt|one|two",
                "the last line of docs/list.txt|four|three",
                "print lines 3-4 of list.txt|three\\nfour|two",
                "tail -1 docs/list.txt|four|three"
            })
    void showsSomeLines(String request, String shown, String notShown) {
        Ended ended = world.ask(request);
        assertThat(ended.result()).contains(shown.replace("\\n", "\n")).doesNotContain(notShown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "how many lines does docs/list.txt have?|4 lines",
                "count the lines in docs/list.txt|4 lines",
                "how many words are in docs/list.txt?|4 words",
                "How many lines of Python code are there?|3 lines in 2 files",
                "count the lines of all *.py files|3 lines in 2 files",
                "how long is docs/list.txt?|4 lines",
                "count the characters in README.md|6 characters",
                "number of lines in src/b.py|1 line."
            })
    void counts(String request, String answer) {
        assertThat(world.ask(request).result()).contains(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "list the files in docs",
                "what's in the folder docs?",
                "ls docs",
                "show the contents of docs/",
                "list docs/",
                "which files are in docs?",
                "show me the files under docs",
                "list everything in docs"
            })
    void listsAFolder(String request) {
        Ended ended = world.ask(request);
        assertThat(ended.completed()).as(ended.result()).isTrue();
        assertThat(ended.result()).contains("list.txt").doesNotContain("a.py");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create a file notes.txt with the content \"hello world\"",
                "Create notes.txt containing 'hello world'",
                "write \"hello world\" to notes.txt",
                "make a new file called notes.txt that says \"hello world\"",
                "save `hello world` as notes.txt",
                "add a file notes.txt with the text \"hello world\"",
                "put \"hello world\" into a file called notes.txt",
                "create notes.txt with the content:\nhello world",
                "Create the file `notes.txt` with:\n```\nhello world\n```"
            })
    void createsAFile(String request) {
        Ended ended = world.ask(request);
        assertThat(ended.completed()).as(ended.result()).isTrue();
        assertThat(world.read("notes.txt")).isEqualTo("hello world\n");
        assertThat(world.asked("file_edit").toString())
                .isEqualTo("[{\"read\":[\"notes.txt\"],\"write\":[\"notes.txt\"]}]");
    }

    @Test
    void neverOverwritesWhenAskedToCreate() {
        Ended ended = world.ask("create README.md with the content \"new\"");
        assertThat(ended.completed()).isFalse();
        assertThat(world.read("README.md")).isEqualTo("Hello\n");
    }

    @Test
    void appendsAndOverwritesWhenAskedTo() {
        world.ask("append \"World\" to README.md");
        assertThat(world.read("README.md")).isEqualTo("Hello\nWorld\n");
        world.ask("overwrite README.md with \"Bye\"");
        assertThat(world.read("README.md")).isEqualTo("Bye\n");
    }

    @Test
    void deletesMovesCopiesAndMakesFolders() {
        world.ask("delete src/b.py");
        world.ask("move docs/list.txt to docs/items.txt");
        world.ask("copy src/a.py to src/c.py");
        world.ask("rename README.md to READ.md");
        world.ask("create a folder called out");
        assertThat(world.everything())
                .isEqualTo(Map.of(
                        "docs/items.txt",
                        "one\ntwo\nthree\nfour\n",
                        "src/a.py",
                        "a\nb\n",
                        "src/c.py",
                        "a\nb\n",
                        "READ.md",
                        "Hello\n"));
        assertThat(Files.isDirectory(world.root().resolve("out"))).isTrue();
    }

    @Test
    void deletesByPatternInsideAFolderOnly() {
        world.file("src/x.log", "x\n").file("keep.log", "k\n");
        world.ask("delete all *.log files in src");
        assertThat(world.everything()).containsKey("keep.log").doesNotContainKey("src/x.log");
    }

    @Test
    void takesTheLastChangeBack() {
        Ended ended = world.ask("delete src/b.py, then undo the last change");
        assertThat(ended.completed()).as(ended.result()).isTrue();
        assertThat(world.read("src/b.py")).isEqualTo("c\n");
    }

    @Test
    void withoutAChangeThereIsNothingToUndo() {
        assertThat(world.ask("undo the last change").result()).contains("no change to undo");
    }

    @Test
    void aFileThatIsNotThereIsSaidWithTheNearest() {
        Ended ended = world.ask("read docs/lst.txt");
        assertThat(ended.completed()).isFalse();
        assertThat(ended.code()).isEqualTo("not_found");
        assertThat(world.ask("read READM.md").result()).contains("README.md");
    }

    @Test
    void doesNotLeaveTheWorkspace() {
        Ended ended = world.ask("read ../../etc/passwd");
        assertThat(ended.completed()).isFalse();
        assertThat(ended.code()).isEqualTo("outside_workspace");
        assertThat(world.ask("create /tmp/x.txt with the content \"y\"").code()).isEqualTo("outside_workspace");
        assertThat(world.ask("read " + world.root() + "/README.md").result()).contains("Hello");
    }
}
