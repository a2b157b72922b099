package dev.writ.prediction;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** What a workspace is, from the files that say so at its top. */
public final class WorkspaceKind {
    private static final Map<String, String> SIGNS = new TreeMap<>(Map.of(
            ".git", "git",
            "pom.xml", "java",
            "build.gradle", "java",
            "package.json", "node",
            "pyproject.toml", "python",
            "requirements.txt", "python",
            "Cargo.toml", "rust",
            "go.mod", "go",
            "Makefile", "make"));

    private WorkspaceKind() {}

    /** For instance {@code folder git java}; empty without a workspace. Never fails: what cannot be read says nothing. */
    public static String of(String workspace) {
        if (workspace.isEmpty()) {
            return "";
        }
        StringBuilder kind = new StringBuilder("folder");
        try {
            Path root = Path.of(workspace);
            SIGNS.entrySet().stream()
                    .filter(sign -> Files.exists(root.resolve(sign.getKey())))
                    .map(Map.Entry::getValue)
                    .distinct()
                    .sorted()
                    .forEach(word -> kind.append(' ').append(word));
        } catch (InvalidPathException e) {
            return kind.toString();
        }
        return kind.toString();
    }
}
