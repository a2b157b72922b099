package dev.writ.model.playbook.reading;

import dev.writ.model.playbook.reading.FailurePlaces.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the stack traces of Python, Node, Java and Go: the innermost frame of the program's own code is the place. */
final class StackTraces {
    private static final Pattern PYTHON_FRAME = Pattern.compile("^\\s*File \"([^\"]+)\", line (\\d+)(?:, in (\\S+))?");
    private static final Pattern PYTHON_ERROR = Pattern.compile(
            "^((?:\\w+\\.)*[A-Z]\\w*(?:Error|Exception|Exit|Interrupt|Warning|StopIteration)?)(?::\\s*(.*))?$");
    private static final Pattern NODE_HEAD = Pattern.compile("^(/?[^\\s:]*\\.[cm]?[jt]sx?):(\\d+)$");
    private static final Pattern NODE_FRAME =
            Pattern.compile("^\\s+at (?:.*\\()?(?:file://)?(/?[^()\\s:]+\\.[cm]?[jt]sx?):(\\d+):(\\d+)\\)?");
    private static final Pattern NODE_ERROR =
            Pattern.compile("^(?:Uncaught )?((?:[A-Z]\\w*)?(?:Error|Exception)(?: \\[\\w+\\])?: .*|AssertionError.*)$");
    private static final Pattern JAVA_ERROR =
            Pattern.compile("^(?:Exception in thread \"[^\"]*\" |Caused by: )?((?:[a-z_]\\w*\\.)+[A-Z]\\w*(?:: .*)?)$");
    private static final Pattern JAVA_FRAME =
            Pattern.compile("^\\s+at ((?:[\\w$]+[./])*)([\\w$]+)\\.([\\w$<>]+)\\((\\w+\\.(?:java|kt|scala)):(\\d+)\\)");
    private static final Pattern GO_PANIC = Pattern.compile("^panic: (.*)$");
    private static final Pattern GO_FRAME = Pattern.compile("^\\t(\\S+\\.go):(\\d+)(?: \\+0x.*)?$");

    private StackTraces() {}

    static List<Place> find(String output) {
        List<String> lines = output.lines().toList();
        List<Place> places = new ArrayList<>();
        places.addAll(python(lines));
        places.addAll(node(lines));
        places.addAll(java(lines));
        places.addAll(go(lines));
        return places;
    }

    private static List<Place> python(List<String> lines) {
        List<Place> places = new ArrayList<>();
        String path = "";
        int at = 0;
        boolean own = false;
        for (String line : lines) {
            Matcher frame = PYTHON_FRAME.matcher(line);
            if (frame.find()) {
                boolean library = frame.group(1).matches(".*(?:/site-packages/|/lib/python|<frozen).*|<.*>");
                if (!library || !own) {
                    path = frame.group(1);
                    at = FailurePlaces.number(frame.group(2));
                    own = !library;
                }
                continue;
            }
            Matcher error = PYTHON_ERROR.matcher(line);
            if (at > 0 && error.matches() && !line.startsWith(" ")) {
                places.add(new Place(path.startsWith("<") ? "" : path, at, 0, line.strip(), false));
                at = 0;
                own = false;
            }
        }
        return places;
    }

    private static List<Place> node(List<String> lines) {
        List<Place> places = new ArrayList<>();
        String path = "";
        int at = 0;
        String message = "";
        for (String line : lines) {
            Matcher head = NODE_HEAD.matcher(line);
            Matcher error = NODE_ERROR.matcher(line);
            Matcher frame = NODE_FRAME.matcher(line);
            if (head.matches() && !head.group(1).startsWith("node:")) {
                path = head.group(1);
                at = FailurePlaces.number(head.group(2));
            } else if (error.matches()) {
                message = error.group(1);
                if (at > 0) {
                    places.add(new Place(path, at, 0, message, false));
                    message = "";
                    at = 0;
                }
            } else if (!message.isEmpty()
                    && frame.find()
                    && !frame.group(1).startsWith("node:")
                    && !frame.group(1).contains("node_modules")) {
                places.add(new Place(
                        frame.group(1),
                        FailurePlaces.number(frame.group(2)),
                        FailurePlaces.number(frame.group(3)),
                        message,
                        false));
                message = "";
            }
        }
        return places;
    }

    private static List<Place> java(List<String> lines) {
        List<Place> places = new ArrayList<>();
        String message = "";
        for (String line : lines) {
            Matcher error = JAVA_ERROR.matcher(line);
            Matcher frame = JAVA_FRAME.matcher(line);
            if (error.matches()) {
                message = error.group(1);
            } else if (!message.isEmpty() && frame.find()) {
                String packages = frame.group(1);
                if (!packages.matches(
                        "(?:java|javax|jdk|sun|org\\.junit|junit|org\\.apache|org\\.assertj|java\\.base)[./].*")) {
                    String folder = packages.replaceFirst(".*/", "").replace('.', '/');
                    places.add(new Place(
                            folder + frame.group(4), FailurePlaces.number(frame.group(5)), 0, message, false));
                    message = "";
                }
            }
        }
        return places;
    }

    private static List<Place> go(List<String> lines) {
        List<Place> places = new ArrayList<>();
        String message = "";
        for (String line : lines) {
            Matcher panic = GO_PANIC.matcher(line);
            Matcher frame = GO_FRAME.matcher(line);
            if (panic.matches()) {
                message = "panic: " + panic.group(1);
            } else if (!message.isEmpty() && frame.matches() && !frame.group(1).contains("/go/src/")) {
                places.add(new Place(frame.group(1), FailurePlaces.number(frame.group(2)), 0, message, false));
                message = "";
            }
        }
        return places;
    }
}
