package dev.writ.model.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.model.playbook.TestingTerminal.Ran;
import dev.writ.model.playbook.TestingWorld.Ended;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunningTest {
    private static final String TRACE = """
            Traceback (most recent call last):
              File "/workspace/src/app.py", line 4, in <module>
                total = compute(3)
              File "/workspace/src/app.py", line 2, in compute
                return 1 / (n - 3)
            ZeroDivisionError: division by zero
            """;

    @TempDir
    Path folder;

    private final List<List<String>> ran = new ArrayList<>();
    private TestingWorld world;

    @BeforeEach
    void prepare() {
        world = new TestingWorld(folder, new TestingTerminal(argv -> {
            ran.add(argv);
            return switch (String.join(" ", argv)) {
                case "make test", "./ok.sh" -> Ran.ok("building\n3 passed in 0.1s\n");
                case "python3 src/app.py" -> Ran.failed(1, TRACE);
                case "make broken" ->
                    new Ran(
                            2,
                            "gcc -c m.c\n",
                            "m.c: In function 'main':\nm.c:3:5: error: 'x' undeclared (first use in this function)\nmake: *** [Makefile:2: m.o] Error 1\n",
                            40);
                default -> Ran.failed(127, argv.getFirst() + ": not found\n");
            };
        }));
        world.file("src/app.py", "def compute(n):\n    return 1 / (n - 3)\n\ntotal = compute(3)\n")
                .file("m.c", "int main(void)\n{\n    x = 1;\n}\n")
                .file("Makefile", "test:\n\techo ok\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Run `make test`",
                "run make test",
                "Please execute \"make test\" and tell me whether it passes",
                "run the command `make test` in the workspace",
                "could you run make test and report the result?",
                "Does `make test` pass?",
                "run the tests",
                "what happens when I run `make test`?",
                "check that `make test` succeeds",
                "Launch 'make test' please"
            })
    void runsTheCommandThatIsNamedAndSumsUp(String request) {
        Ended ended = world.ask(request);
        assertThat(ended.completed()).as(ended.result()).isTrue();
        assertThat(ran).containsExactly(List.of("make", "test"));
        assertThat(ended.result()).contains("succeeded with exit code 0").contains("3 passed");
        assertThat(ended.data().path("exit_code").asInt()).isZero();
    }

    @Test
    void namesTheHostsThatTheCommandsAddressesLeadTo() {
        Ended ended = world.ask("run `fetch -q http://Repo.example.org/a https://repo.example.org:8443/b`");
        assertThat(world.asked("terminal"))
                .as(ended.result())
                .singleElement()
                .satisfies(scope -> assertThat(scope.path("hosts"))
                        .isEqualTo(Json.array(List.of("repo.example.org:80", "repo.example.org:8443"))));
        assertThat(world.denied()).isZero();
        assertThat(ran).as(ended.result()).hasSize(1);
    }

    @Test
    void asksForExactlyThatCommand() {
        world.ask("run `make test`");
        assertThat(world.asked("terminal")).hasSize(1);
        assertThat(world.asked("terminal").getFirst().toString()).isEqualTo("{\"commands\":[[\"make\",\"test\"]]}");
        assertThat(world.denied()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run `python3 src/app.py`",
                "execute python3 src/app.py and tell me why it fails",
                "Run src/app.py and report the failing part with its place",
                "run python3 src/app.py; if it fails, show me where",
                "why does `python3 src/app.py` fail?",
                "Run 'python3 src/app.py', and where it fails, report the failing part with its place.",
                "There is a script src/app.py. Run it and tell me what is wrong.",
                "please run \"python3 src/app.py\" for me, thanks"
            })
    void reportsTheFailingPartWithItsPlace(String request) {
        Ended ended = world.ask(request);
        assertThat(ended.completed()).as(ended.result()).isTrue();
        assertThat(ended.data().path("exit_code").asInt()).isEqualTo(1);
        assertThat(ended.result())
                .contains("failed with exit code 1")
                .contains("src/app.py:2")
                .contains("ZeroDivisionError: division by zero")
                .contains(">    2      return 1 / (n - 3)");
        assertThat(ended.places()).contains("src/app.py:2");
        assertThat(ended.findings().get(0).path("severity").asString("")).isEqualTo("error");
    }

    @Test
    void readsCompilersBehindMake() {
        Ended ended = world.ask("run `make broken`");
        assertThat(ended.places()).startsWith("m.c:3");
        assertThat(ended.result()).contains(">    3      x = 1;");
    }

    @Test
    void withoutReadingTheFileTheOutputStillTellsThePlace() {
        Ended ended = world.refuse("file_system_listing", "A person denied it").ask("run `python3 src/app.py`");
        assertThat(ended.completed()).isTrue();
        assertThat(ended.result()).contains("ZeroDivisionError").contains("app.py:2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run `ls | wc -l`",
                "run echo hi > file.txt",
                "run `make test && rm -rf build`",
                "execute `echo $(id)`",
                "run `cat *.txt`",
                "run echo $HOME",
                "run `FOO=1 make test`",
                "run `sleep 5 &`"
            })
    void aShellIsNotPretended(String request) {
        Ended ended = world.ask(request);
        assertThat(ended.completed()).isFalse();
        assertThat(ended.result()).contains("without a shell");
        assertThat(ran).isEmpty();
        assertThat(world.asked("terminal")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "run `python3 -c \"print('a b')\"`|[python3, -c, print('a b')]",
                "run \"grep -n 'two words' f.txt\"|[grep, -n, two words, f.txt]",
                "run ls -la src|[ls, -la, src]",
                "run `find . -name '*.md'`|[find, ., -name, *.md]",
                "run tool.sh --fast|[bash, tool.sh, --fast]",
                "run ./tool.sh|[./tool.sh]"
            })
    void splitsCommandLinesAsTyped(String request, String argv) {
        world.ask(request);
        assertThat(ran).hasSize(1);
        assertThat(ran.getFirst().toString()).isEqualTo(argv);
    }

    @ParameterizedTest
    @CsvSource({
        "run `make` in the folder sub, sub, 0",
        "In sub/dir run make, sub/dir, 0",
        "run `cd sub && make`, sub, 0",
        "run make with a timeout of 5 seconds, '', 5",
        "run `make` for at most 2 minutes, '', 120",
        "run make in sub please, sub, 0"
    })
    void understandsFolderAndTimeLimit(String request, String cwd, int seconds) {
        world.ask(request);
        var arguments = world.called().stream()
                .filter(call -> call.function().equals("terminal__execute_command"))
                .findFirst()
                .orElseThrow()
                .arguments();
        assertThat(arguments.path("argv").toString()).isEqualTo("[\"make\"]");
        assertThat(arguments.path("cwd").asString("")).isEqualTo(cwd);
        assertThat(arguments.path("timeout_seconds").asInt(0)).isEqualTo(seconds);
    }

    @Test
    void aRefusedCommandIsNotRun() {
        Ended ended = world.refuse("terminal", "A person denied it: no").ask("run `make test`");
        assertThat(ended.code()).isEqualTo("approval_denied");
        assertThat(ran).isEmpty();
    }

    @Test
    void anUnavailableTerminalIsSaidToBeUnavailable() {
        Ended ended = world.fail(
                        "terminal__execute_command",
                        new WritException(
                                FailureCode.PROTECTION_MISSING, "bubblewrap is not installed.", "Install it."))
                .ask("run `make test`");
        assertThat(ended.completed()).isFalse();
        assertThat(ended.code()).isEqualTo("protection_missing");
        assertThat(ended.result()).contains("bubblewrap is not installed. Install it.");
    }

    @Test
    void whatFollowsAFailedCommandIsNotDone() {
        Map<String, String> before = world.everything();
        Ended ended = world.ask("run `python3 src/app.py`, then replace compute by calculate in src/app.py");
        assertThat(ended.completed()).isFalse();
        assertThat(ended.result()).contains("I stopped here").contains("ZeroDivisionError");
        assertThat(world.everything()).isEqualTo(before);
    }
}
