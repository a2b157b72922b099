package dev.writ.model.playbook.reading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.model.playbook.reading.FailurePlaces.Place;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailurePlacesTest {
    private static Place first(String output) {
        List<Place> places = FailurePlaces.find(output, "", "");
        assertThat(places).isNotEmpty();
        return places.getFirst();
    }

    private static void place(String output, String place, String message) {
        assertThat(first(output).place()).isEqualTo(place);
        assertThat(first(output).message()).contains(message);
    }

    @Test
    void readsPython() {
        place(
                "Traceback (most recent call last):\n  File \"a.py\", line 9, in <module>\n    f()\n  File \"lib/b.py\", line 3, in f\n    g\nNameError: name 'g' is not defined\n",
                "lib/b.py:3",
                "NameError");
        place(
                "  File \"a.py\", line 2\n    x = (\n        ^\nSyntaxError: '(' was never closed\n",
                "a.py:2",
                "never closed");
        place(
                "Traceback (most recent call last):\n  File \"a.py\", line 4, in <module>\n    json.loads('')\n  File \"/usr/lib/python3.11/json/__init__.py\", line 346, in loads\n    return x\njson.decoder.JSONDecodeError: Expecting value\n",
                "a.py:4",
                "JSONDecodeError");
    }

    @Test
    void readsCompilers() {
        place(
                "src/A.java:12: error: cannot find symbol\n    foo();\n    ^\n  symbol:   method foo()\n",
                "src/A.java:12",
                "cannot find symbol");
        place("main.c:3:5: error: expected ';' before 'return'\n", "main.c:3", "expected ';'");
        place("src/a.ts(3,5): error TS2304: Cannot find name 'x'.\n", "src/a.ts:3", "TS2304");
        place("src/a.ts:3:5 - error TS2304: Cannot find name 'x'.\n", "src/a.ts:3", "TS2304");
        place(
                "error[E0425]: cannot find value `x` in this scope\n --> src/main.rs:4:9\n",
                "src/main.rs:4",
                "cannot find value");
        place("./main.go:7:2: undefined: foo\n", "main.go:7", "undefined: foo");
        place(
                "[ERROR] /workspace/src/main/java/A.java:[7,9] cannot find symbol\n",
                "src/main/java/A.java:7",
                "cannot find symbol");
    }

    @Test
    void readsShellsAndMake() {
        place("./run.sh: line 3: foo: command not found\n", "run.sh:3", "command not found");
        place("run.sh: 3: foo: not found\n", "run.sh:3", "not found");
        place("Makefile:2: *** missing separator.  Stop.\n", "Makefile:2", "missing separator");
        place("make: *** [Makefile:5: all] Error 2\n", "Makefile:5", "make target all");
        place("make[1]: *** [sub/Makefile:5: all] Error 2\n", "sub/Makefile:5", "make target all");
    }

    @Test
    void readsNodeJavaGoAndRustAtRunTime() {
        place(
                "/workspace/index.js:2\n  foo();\n  ^\n\nReferenceError: foo is not defined\n    at Object.<anonymous> (/workspace/index.js:2:3)\n",
                "index.js:2",
                "ReferenceError");
        place(
                "Exception in thread \"main\" java.lang.IllegalStateException: no\n\tat java.base/java.util.X.y(X.java:5)\n\tat shop.Main.run(Main.java:17)\n\tat shop.Main.main(Main.java:3)\n",
                "shop/Main.java:17",
                "no");
        place(
                "panic: runtime error: index out of range\n\ngoroutine 1 [running]:\nmain.main()\n\t/workspace/main.go:6 +0x1d\n",
                "main.go:6",
                "index out of range");
        place("thread 'main' panicked at src/main.rs:2:5:\nboom\n", "src/main.rs:2", "boom");
    }

    @Test
    void readsTestReports() {
        place(
                "____ test_a ____\n\n    def test_a():\n>       assert 1 == 2\nE       assert 1 == 2\n\ntests/test_a.py:4: AssertionError\n=== short test summary info ===\nFAILED tests/test_a.py::test_a - assert 1 == 2\n",
                "tests/test_a.py:4",
                "AssertionError");
        place("[ERROR]   ShopTest.sells:12 expected: <1> but was: <2>\n", "ShopTest.java:12", "sells");
        place("--- FAIL: TestX (0.00s)\n    x_test.go:9: wrong\n", "x_test.go:9", "wrong");
        assertThat(TestReports.summaries("a\n=== 1 failed, 2 passed in 0.1s ===\nTests run: 3, Failures: 1\n"))
                .containsExactly("=== 1 failed, 2 passed in 0.1s ===", "Tests run: 3, Failures: 1");
    }

    @Test
    void errorsComeBeforeWarningsAndNothingComesFromNothing() {
        assertThat(FailurePlaces.find("", "a.c:1:1: warning: unused\na.c:9:1: error: bad\n", ""))
                .extracting(Place::place)
                .containsExactly("a.c:9");
        assertThat(FailurePlaces.find("all is well\nhttp://x:80: fine\n", "", ""))
                .isEmpty();
        assertThat(FailurePlaces.find("", "", "")).isEmpty();
    }

    @Test
    void placesAreRelativeToTheWorkspace() {
        assertThat(FailurePlaces.find("", "a.c:1:1: error: bad\n", "sub")
                        .getFirst()
                        .place())
                .isEqualTo("sub/a.c:1");
    }
}
