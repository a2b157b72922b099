package dev.writ.tool.git;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.WritException;
import java.util.ArrayList;
import java.util.List;

/**
 * A literal path below a repository's root, {@code /} between names; "" is the root itself. Nothing in it is a pattern,
 * so {@code *} and {@code :(top)} are names like others.
 */
record TreePath(String value) {
    private static final int LONGEST = 4096;

    /** @throws WritException where the path is absolute, leaves the repository or enters its {@code .git} */
    static TreePath parse(String text) {
        if (text.isEmpty() || text.length() > LONGEST || text.indexOf('\0') >= 0 || hasLoneSurrogate(text)) {
            throw refused(text, FailureCode.INVALID_ARGUMENTS, "is no usable path");
        }
        if (text.startsWith("/")) {
            throw refused(text, FailureCode.OUTSIDE_WORKSPACE, "is an absolute path");
        }
        List<String> names = new ArrayList<>();
        for (String name : text.split("/", -1)) {
            if (name.equals("..")) {
                throw refused(text, FailureCode.OUTSIDE_WORKSPACE, "leaves the repository");
            }
            if (name.equalsIgnoreCase(".git")) {
                throw refused(text, FailureCode.OUTSIDE_WORKSPACE, "names git's own folder");
            }
            if (!name.isEmpty() && !name.equals(".")) {
                names.add(name);
            }
        }
        return new TreePath(String.join("/", names));
    }

    static List<TreePath> parseAll(List<String> texts) {
        return texts.stream().map(TreePath::parse).distinct().toList();
    }

    boolean isRoot() {
        return value.isEmpty();
    }

    /** Whether a file's path is this path or lies below it. */
    boolean covers(String path) {
        return isRoot() || path.equals(value) || path.startsWith(value + "/");
    }

    /** Whether one of both covers the other. */
    boolean meets(String path) {
        return covers(path) || value.startsWith(path + "/");
    }

    private static boolean hasLoneSurrogate(String text) {
        return text.codePoints().anyMatch(point -> Character.getType(point) == Character.SURROGATE);
    }

    private static WritException refused(String text, FailureCode code, String why) {
        return new WritException(new Failure(
                code,
                "\"" + PlainText.of(text, 200) + "\" " + why + ".",
                "Give paths relative to the repository's root, as status lists them."));
    }
}
