package dev.writ.model.playbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.writ.Json;
import dev.writ.model.playbook.TestingWorld.Ended;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Really runs small scripts, so that the failures read are those that interpreters print. */
class RepairingTest {
    @TempDir
    Path folder;

    private TestingWorld world;

    @BeforeEach
    void prepare() {
        world = new TestingWorld(folder, TestingTerminal.running(folder.resolve("workspace")));
    }

    /** A faulty script, and the line that its repair holds. */
    record Fault(String name, String program, String file, String content, String repaired) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Fault> faults() {
        return Stream.of(
                new Fault("misspelt variable", "python3", "app.py", "total = 3\nprint(totl + 1)\n", "print(total + 1)"),
                new Fault(
                        "misspelt function",
                        "python3",
                        "app.py",
                        "def compute(n):\n    return n\n\nprint(compte(2))\n",
                        "print(compute(2))"),
                new Fault(
                        "missing import",
                        "python3",
                        "app.py",
                        "#!/usr/bin/env python3\n\"\"\"Doc.\"\"\"\nprint(json.dumps([1]))\n",
                        "import json"),
                new Fault(
                        "misspelt attribute",
                        "python3",
                        "app.py",
                        "import math\nprint(math.squrt(4))\n",
                        "math.sqrt(4)"),
                new Fault(
                        "misspelt file",
                        "python3",
                        "app.py",
                        "print(open('data/inptu.csv').read())\n",
                        "open('data/input.csv')"),
                new Fault(
                        "misspelt module", "python3", "app.py", "import hlper\nprint(hlper.VALUE)\n", "import helper"),
                new Fault(
                        "misspelt key",
                        "python3",
                        "app.py",
                        "row = {'amount': 1}\nprint(row['amuont'])\n",
                        "print(row['amount'])"),
                new Fault("missing colon", "python3", "app.py", "def f()\n    return 1\nprint(f())\n", "def f():"),
                new Fault("open bracket", "python3", "app.py", "x = (1 + 2\nprint(x)\n", "x = (1 + 2)"),
                new Fault("open string", "python3", "app.py", "print(\"hello)\n", "print(\"hello\")"),
                new Fault(
                        "misspelt shell function",
                        "bash",
                        "run.sh",
                        "greet_all() {\n  echo hi\n}\ngret_all\n",
                        "\ngreet_all\n"),
                new Fault("misspelt command", "bash", "run.sh", "set -e\nehco hello\n", "echo hello"),
                new Fault("unbound variable", "bash", "run.sh", "set -u\nTARGET=x\necho $TARGTE\n", "echo $TARGET"),
                new Fault("missing fi", "bash", "run.sh", "if true; then\n  echo yes\n", "echo yes\nfi"),
                new Fault("missing done", "bash", "run.sh", "for i in 1 2; do\n  echo $i\n", "echo $i\ndone"),
                new Fault("open quote", "bash", "run.sh", "echo \"hello\n", "echo \"hello\""),
                new Fault(
                        "misspelt file in shell",
                        "bash",
                        "run.sh",
                        "set -e\ncat data/inptu.csv\n",
                        "cat data/input.csv"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void repairsAndProvesItByRunningAgain(Fault fault) {
        assumeTrue(TestingTerminal.has(fault.program()));
        world.file("data/input.csv", "1,2\n").file("helper.py", "VALUE = 1\n").file(fault.file(), fault.content());
        Ended ended = world.run(
                "recovery_agent", "find out why `" + fault.program() + " " + fault.file() + "` fails and fix it");
        assertThat(ended.completed()).as(ended.result()).isTrue();
        assertThat(world.read(fault.file())).contains(fault.repaired());
        assertThat(ended.data().path("fixed").asBoolean(false)).isTrue();
        assertThat(ended.data().path("files_changed").asInt()).isEqualTo(1);
        assertThat(world.asked("file_edit"))
                .allSatisfy(
                        scope -> assertThat(scope.path("write").toString()).isEqualTo("[\"" + fault.file() + "\"]"));
        assertThat(ended.result()).contains("exit code 0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Fix run.sh",
                "`bash run.sh` fails. Find out why and fix it.",
                "debug `bash run.sh`",
                "run `bash run.sh` and fix it if it fails",
                "Please repair the script run.sh",
                "make `bash run.sh` work again",
                "Our script run.sh is broken. Please fix it.",
                "find out why bash run.sh fails and repair it"
            })
    void understandsThatSomethingIsToBeRepaired(String request) {
        world.file("run.sh", "say_hello() { echo hello; }\nsay_helo\n");
        Ended ended = world.ask(request);
        assertThat(ended.completed()).as(ended.result()).isTrue();
        assertThat(world.read("run.sh")).endsWith("\nsay_hello\n");
    }

    @Test
    void severalFaultsAreRepairedOneAfterTheOther() {
        world.file("run.sh", "set -eu\nNAME=tea\nehco \"$NMAE\"\n");
        Ended ended = world.ask("fix `bash run.sh`");
        assertThat(ended.completed()).as(ended.result()).isTrue();
        assertThat(world.read("run.sh")).isEqualTo("set -eu\nNAME=tea\necho \"$NAME\"\n");
    }

    @Test
    void whereNoRuleFitsItSaysSoAndChangesNothing() {
        world.file("run.sh", "exit 3\n");
        Map<String, String> before = world.everything();
        Ended ended = world.ask("fix `bash run.sh`");
        assertThat(ended.completed()).isFalse();
        assertThat(ended.result())
                .contains("No rule of mine fits")
                .contains("exit code 3")
                .contains("WRIT_MODEL_PROVIDER");
        assertThat(world.everything()).isEqualTo(before);
    }

    @Test
    void aChangeThatDoesNotHelpIsTakenBack() {
        // The near name exists, and calling it fails in the same way.
        world.file("run.sh", "set -e\nlsit_all() { lsit_all2; }\nlist_all\n");
        Map<String, String> before = world.everything();
        Ended ended = world.ask("fix `bash run.sh`");
        assertThat(ended.completed()).isFalse();
        assertThat(ended.result()).isNotBlank();
        assertThat(before).containsKey("run.sh");
    }

    @Test
    void whatWorksNeedsNoFix() {
        world.file("run.sh", "echo fine\n");
        Ended ended = world.ask("fix run.sh");
        assertThat(ended.completed()).isTrue();
        assertThat(ended.result()).contains("nothing to fix");
        assertThat(world.asked("file_edit")).isEmpty();
    }

    @Test
    void aRefusedFixIsReportedWithItsDiagnosis() {
        world.file("run.sh", "set -u\nTARGET=x\necho $TARGTE\n");
        Ended ended = world.refuse("file_edit", "A person denied it: no").ask("fix `bash run.sh`");
        assertThat(ended.code()).isEqualTo("approval_denied");
        assertThat(ended.result()).contains("TARGET").contains("The diagnosis");
        assertThat(world.read("run.sh")).contains("TARGTE");
    }

    @Test
    void aScriptThatMayNotBeExecutedIsRunByItsInterpreter() {
        world.file("run.sh", "echo works\n");
        Ended ended = world.ask("fix `./run.sh`");
        assertThat(ended.completed()).as(ended.result()).isTrue();
        assertThat(ended.result()).contains("may not be executed").contains("bash ./run.sh");
        assertThat(world.asked("file_edit")).isEmpty();
    }

    @Test
    void theRecoveryAgentWorksFromItsInput() {
        world.file("run.sh", "set -u\nTARGET=x\necho $TARGTE\n");
        Ended ended = world.role(
                "recovery_agent", Json.object().put("request", "It fails.").put("command", "bash run.sh"));
        assertThat(ended.completed()).as(ended.result()).isTrue();
    }
}
