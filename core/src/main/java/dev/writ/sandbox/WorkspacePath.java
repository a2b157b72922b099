package dev.writ.sandbox;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A place below a workspace root, by its names. Holding one proves that the names are usable and that none leads upward;
 * what they lead to is for the kernel to say, when {@link WorkspaceRoot} resolves them.
 *
 * @param relative names with {@code /} between them, none of them {@code .} or {@code ..}; the root is ""
 */
public record WorkspacePath(String relative) implements Comparable<WorkspacePath> {
    public static final WorkspacePath ROOT = new WorkspacePath("");

    /** Longest path Linux takes in one call, in characters (a zero byte ends it). */
    public static final int MOST_CHARACTERS = 4095;

    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*", Pattern.DOTALL);
    private static final Pattern WINDOWS = Pattern.compile(
            "[A-Za-z]:[\\\\/].*|\\\\.*|(.*[/\\\\])?\\.\\.\\\\.*|.*\\\\\\.\\.([/\\\\].*)?", Pattern.DOTALL);

    /** @throws WritException with {@code invalid_arguments} for a name that cannot be used */
    public WorkspacePath {
        if (relative.length() > MOST_CHARACTERS) {
            throw invalid(relative, "is longer than " + MOST_CHARACTERS + " characters");
        }
        if (!relative.isEmpty()) {
            for (String name : relative.split("/", -1)) {
                FileName.objection(name).ifPresent(objection -> {
                    throw invalid(name, objection);
                });
            }
        }
    }

    /**
     * Reads a path as a user or a model writes it: relative to the root, or absolute inside it; {@code .} and empty names
     * are dropped, {@code name/..} is taken together. Only text is looked at.
     *
     * @throws WritException with {@code outside_workspace} where it leads out, {@code invalid_arguments} where it is not a
     *     path
     */
    public static WorkspacePath parse(Workspace workspace, String text) {
        if (text.length() > 2 * MOST_CHARACTERS) {
            throw invalid(text, "is longer than " + MOST_CHARACTERS + " characters");
        }
        if (SCHEME.matcher(text).matches()) {
            throw invalid(text, "is an address, not a path");
        }
        if (WINDOWS.matcher(text).matches()) {
            throw invalid(text, "separates names with \\");
        }
        if (text.equals("~") || text.startsWith("~/")) {
            throw outside(text);
        }
        List<String> given = names(text);
        if (text.startsWith("/")) {
            List<String> root = names(workspace.root().toString());
            if (given.size() < root.size() || !given.subList(0, root.size()).equals(root)) {
                throw outside(text);
            }
            given = given.subList(root.size(), given.size());
        }
        List<String> names = new ArrayList<>();
        for (String name : given) {
            if (!name.equals("..")) {
                names.add(name);
            } else if (names.isEmpty()) {
                throw outside(text);
            } else {
                names.removeLast();
            }
        }
        return new WorkspacePath(String.join("/", names));
    }

    public boolean isRoot() {
        return relative.isEmpty();
    }

    public List<String> names() {
        return isRoot() ? List.of() : List.of(relative.split("/"));
    }

    /** The last name; "" for the root. */
    public String name() {
        return relative.substring(relative.lastIndexOf('/') + 1);
    }

    /** The folder it lies in; empty for the root. */
    public Optional<WorkspacePath> parent() {
        if (isRoot()) {
            return Optional.empty();
        }
        int slash = relative.lastIndexOf('/');
        return Optional.of(slash < 0 ? ROOT : new WorkspacePath(relative.substring(0, slash)));
    }

    /** @throws WritException with {@code invalid_arguments} for a name that cannot be used */
    public WorkspacePath child(String name) {
        return new WorkspacePath(isRoot() ? name : relative + "/" + name);
    }

    /** Whether it is the other or lies below it. */
    public boolean startsWith(WorkspacePath other) {
        return other.isRoot() || relative.equals(other.relative) || relative.startsWith(other.relative + "/");
    }

    /**
     * Whether other programs take orders from it: {@code .git}, {@code .writ} and the folders of other agents with all
     * below, {@code .envrc}, {@code .mcp.json}.
     */
    public boolean isControlFile() {
        return names().stream().anyMatch(WorkspacePath::isControlName);
    }

    /** As {@link #isControlFile()} for one name; however it is written on a file system that takes case or dots lightly. */
    public static boolean isControlName(String name) {
        // A colon and what follows it names a stream of the same file on NTFS.
        int colon = name.indexOf(':');
        return switch (LookAlikes.skeleton(colon < 0 ? name : name.substring(0, colon))) {
            case ".git", ".writ", ".envrc", "git~1" -> true;
            case ".claude", ".codex", ".cursor", ".gemini", ".mcp.json" -> true;
            default -> false;
        };
    }

    /** By names from the left, so that a folder is followed by what it holds. */
    @Override
    public int compareTo(WorkspacePath other) {
        // Below every character a name may hold, so that "a/b" comes before "a-b".
        return relative.replace('/', '\0').compareTo(other.relative.replace('/', '\0'));
    }

    /** For messages: the root reads {@code .}. */
    @Override
    public String toString() {
        return isRoot() ? "." : relative;
    }

    private static List<String> names(String text) {
        return List.of(text.split("/")).stream()
                .filter(name -> !name.isEmpty() && !name.equals("."))
                .toList();
    }

    private static WritException outside(String text) {
        return new WritException(
                FailureCode.OUTSIDE_WORKSPACE,
                "The path \"" + shortened(text) + "\" lies outside the workspace.",
                "Give a path relative to the workspace root, as in src/main.");
    }

    private static WritException invalid(String text, String objection) {
        return new WritException(
                FailureCode.INVALID_ARGUMENTS,
                "\"" + shortened(text) + "\" cannot be used as a path: it " + objection + ".",
                "Give a path relative to the workspace root with / between names, as in src/main.");
    }

    private static String shortened(String text) {
        String shown = FileName.shown(text);
        return shown.length() > 120 ? shown.substring(0, 120) + "…" : shown;
    }
}
