package dev.writ.tool.git;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.WritException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.jspecify.annotations.Nullable;

/**
 * The part of a repository's configuration that cannot run a command, read another file or send data elsewhere. Only
 * settings on a list of known harmless ones are taken over; includes are not followed.
 */
final class SafeConfig {
    private static final int LARGEST = 1_000_000;
    private static final Map<String, Set<String>> PLAIN = Map.of(
            "core",
            Set.of(
                    "repositoryformatversion",
                    "filemode",
                    "bare",
                    "logallrefupdates",
                    "autocrlf",
                    "eol",
                    "precomposeunicode"),
            "extensions",
            Set.of("objectformat", "refstorage"),
            "user",
            Set.of("name", "email"));
    private static final Map<String, Set<String>> NAMED =
            Map.of("remote", Set.of("url", "pushurl"), "branch", Set.of("remote", "merge"));

    private final Config given;

    private SafeConfig(Config given) {
        this.given = given;
    }

    /** @throws WritException where the file is no git configuration or is of a repository form that is not supported */
    static SafeConfig read(Path root, Path file) throws IOException {
        Config given = new Config();
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return new SafeConfig(given);
        }
        try {
            given.fromText(new SafeFiles(root).text(file, LARGEST));
        } catch (ConfigInvalidException e) {
            throw new WritException(
                    new Failure(
                            FailureCode.OPERATION_FAILED,
                            "The repository's configuration cannot be read.",
                            "Check the file config in its .git folder."),
                    e);
        }
        SafeConfig config = new SafeConfig(given);
        String format = given.getString("extensions", null, "objectformat");
        if (format != null && !format.equalsIgnoreCase("sha1")) {
            throw new WritException(
                    FailureCode.OPERATION_FAILED,
                    "The repository's objects have names of the kind " + PlainText.of(format, 20)
                            + ", which Writ does not support.",
                    "Use a repository with SHA-1 object names.");
        }
        return config;
    }

    /** Where the configuration says the working files are; "" if it says nothing. */
    String workTree() {
        String path = given.getString("core", null, "worktree");
        return path == null ? "" : path;
    }

    /** The harmless settings, as text of a configuration file. */
    String text() {
        Config kept = new Config();
        PLAIN.forEach((section, names) -> copy(section, null, names, kept));
        NAMED.forEach((section, names) ->
                given.getSubsections(section).forEach(subsection -> copy(section, subsection, names, kept)));
        for (String remote : given.getSubsections("remote")) {
            // Always this one: a configured refspec could write over local branches.
            kept.setString("remote", remote, "fetch", "+refs/heads/*:refs/remotes/" + remote + "/*");
        }
        kept.setBoolean("core", null, "protectHFS", true);
        kept.setBoolean("core", null, "protectNTFS", true);
        // JGit would tidy up after a fetch, in the background and beyond the end of the call.
        kept.setInt("gc", null, "auto", 0);
        kept.setInt("gc", null, "autoPackLimit", 0);
        kept.setBoolean("gc", null, "autoDetach", false);
        kept.setBoolean("receive", null, "autogc", false);
        kept.setBoolean("receive", null, "denyNonFastForwards", true);
        kept.setBoolean("receive", null, "denyDeletes", true);
        kept.setString("http", null, "followRedirects", "false");
        return kept.toText();
    }

    private void copy(String section, @Nullable String subsection, Set<String> names, Config to) {
        for (String name : names) {
            List<String> values = List.of(given.getStringList(section, subsection, name));
            if (!values.isEmpty()) {
                to.setStringList(section, subsection, name, values);
            }
        }
    }
}
