package dev.writ.server.api;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.permission.Allow;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where somebody may work and what they are allowed from the start, as bodies of requests say it. */
final class SubmissionFields {
    private SubmissionFields() {}

    /** The folder, by an absolute path: what a relative one would mean is known to the caller alone. */
    static Optional<Path> workspace(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            Path path = Path.of(text);
            if (path.isAbsolute()) {
                return Optional.of(path);
            }
        } catch (InvalidPathException e) {
            throw notAPath();
        }
        throw notAPath();
    }

    static Set<Allow> allowed(List<String> words) {
        Set<Allow> allowed = EnumSet.noneOf(Allow.class);
        words.forEach(word -> allowed.add(Allow.parse(word)));
        return allowed;
    }

    private static WritException notAPath() {
        return new WritException(
                FailureCode.WORKSPACE_UNUSABLE,
                "The workspace is not an absolute path.",
                "Name a folder that exists, from the root on.");
    }
}
