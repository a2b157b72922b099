package dev.writ.model.playbook.reading;

import dev.writ.model.playbook.reading.FailurePlaces.Place;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the summaries of pytest, unittest, JUnit/Maven, cargo test, go test and node's test runner. */
public final class TestReports {
    private static final Pattern PYTEST =
            Pattern.compile("(?m)^(?:FAILED|ERROR) ([^\\s:]+\\.py)(?:::(\\S+))?(?: - (.*))?$");
    private static final Pattern MAVEN =
            Pattern.compile("(?m)^\\[ERROR\\]\\s+(?!Tests run)([\\w.$]+)\\.(\\w+):(\\d+)(?:->\\S+)*\\s*(.*)$");
    private static final Pattern CARGO = Pattern.compile("(?m)^test (\\S+) \\.\\.\\. FAILED$");
    private static final Pattern GO =
            Pattern.compile("(?m)^\\s*--- FAIL: (\\S+).*\\n\\s+([\\w./-]+\\.go):(\\d+): (.*)$");
    private static final Pattern UNITTEST = Pattern.compile("(?m)^(?:FAIL|ERROR): (\\w+) \\(([\\w.]+)\\)");
    private static final Pattern NODE = Pattern.compile("(?m)^not ok \\d+ - (.*)$");
    private static final Pattern SUMMARY = Pattern.compile(
            "(?m)^(?:=+ .*\\b(?:failed|passed|error)\\b.* =+|\\[?(?:ERROR|INFO|WARNING)?\\]?\\s*Tests run: .*|test result: .*|FAILED \\(.*\\)|OK \\(.*\\)|Ran \\d+ tests? in .*|# (?:pass|fail) \\d+|Tests:\\s+.*|(?:FAIL|ok)\\s+\\S+\\s+[\\d.]+s.*|\\d+ (?:passing|failing).*|BUILD (?:FAILURE|SUCCESS).*|\\d+ (?:failed|passed)\\b.*|\\d+ errors?|\\d+ warnings?)$");

    private TestReports() {}

    static List<Place> find(String output) {
        List<Place> places = new ArrayList<>();
        Matcher pytest = PYTEST.matcher(output);
        while (pytest.find()) {
            String message = "test " + FailurePlaces.text(pytest.group(2)) + " failed"
                    + (pytest.group(3) == null ? "" : ": " + pytest.group(3));
            places.add(new Place(pytest.group(1), lineIn(output, pytest.group(1)), 0, message, false));
        }
        Matcher maven = MAVEN.matcher(output);
        while (maven.find()) {
            places.add(new Place(
                    maven.group(1).replace('.', '/').replaceFirst("\\$.*", "") + ".java",
                    FailurePlaces.number(maven.group(3)),
                    0,
                    "test " + maven.group(2) + " failed: " + maven.group(4),
                    false));
        }
        Matcher go = GO.matcher(output);
        while (go.find()) {
            places.add(new Place(
                    go.group(2),
                    FailurePlaces.number(go.group(3)),
                    0,
                    "test " + go.group(1) + " failed: " + go.group(4),
                    false));
        }
        for (Pattern nameOnly : List.of(CARGO, UNITTEST, NODE)) {
            Matcher test = nameOnly.matcher(output);
            while (test.find()) {
                places.add(new Place("", 0, 0, "test " + test.group(1) + " failed", false));
            }
        }
        return places;
    }

    /** pytest prints the failing line as {@code file.py:12: AssertionError}. */
    private static int lineIn(String output, String file) {
        Matcher line = Pattern.compile("(?m)^(?:\\S*/)?" + Pattern.quote(file) + ":(\\d+): ")
                .matcher(output);
        int last = 0;
        while (line.find()) {
            last = FailurePlaces.number(line.group(1));
        }
        return last;
    }

    /** The lines in which test runners and builds sum up. */
    public static List<String> summaries(String output) {
        Set<String> lines = new LinkedHashSet<>();
        Matcher summary = SUMMARY.matcher(output.replaceAll("\\u001B\\[[0-9;]*[A-Za-z]", ""));
        while (summary.find() && lines.size() < 12) {
            lines.add(summary.group().strip());
        }
        return List.copyOf(lines);
    }
}
