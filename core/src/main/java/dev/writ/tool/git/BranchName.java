package dev.writ.tool.git;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.WritException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;

/**
 * The short name of a branch: it names exactly {@code refs/heads/<name>} and can be read as nothing else, neither an
 * option nor a refspec, revision, tag or commit id.
 */
record BranchName(String value) {
    private static final int LONGEST = 200;
    private static final Pattern OTHER_NAMESPACE =
            Pattern.compile("(?:refs|heads|tags|remotes)(?:/.*)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern SPECIAL_REF = Pattern.compile("(?:[a-z]+_)*head|@", Pattern.CASE_INSENSITIVE);
    private static final Pattern COMMIT_ID = Pattern.compile("[0-9a-f]{40}(?:[0-9a-f]{24})?");

    BranchName {
        if (problem(value).isPresent()) {
            throw new IllegalArgumentException("not a branch name");
        }
    }

    /** @throws WritException with {@code invalid_arguments} where the text is no plain branch name */
    static BranchName parse(String text) {
        problem(text).ifPresent(problem -> {
            throw new WritException(new Failure(
                    FailureCode.INVALID_ARGUMENTS,
                    "\"" + PlainText.of(text, 80) + "\" is not a usable branch name: it " + problem + ".",
                    "Give the short name of a branch alone, for instance feature/login."));
        });
        return new BranchName(text);
    }

    /** Whether a full ref name is one of a branch that can be named here. */
    static boolean isBranch(String ref) {
        return ref.startsWith(Constants.R_HEADS)
                && problem(ref.substring(Constants.R_HEADS.length())).isEmpty();
    }

    /** The only ref this name stands for. */
    String ref() {
        return Constants.R_HEADS + value;
    }

    private static Optional<String> problem(String name) {
        if (name.isEmpty() || name.length() > LONGEST) {
            return Optional.of("must have 1 to " + LONGEST + " characters");
        }
        if (name.startsWith("-") || name.startsWith("+")) {
            return Optional.of("begins like an option or a forced refspec");
        }
        if (!name.codePoints().allMatch(PlainText::isVisible)) {
            return Optional.of("contains control or invisible characters");
        }
        if (SPECIAL_REF.matcher(name).matches()
                || OTHER_NAMESPACE.matcher(name).matches()
                || COMMIT_ID.matcher(name.toLowerCase(Locale.ROOT)).matches()) {
            return Optional.of("could be read as another kind of name");
        }
        if (!Repository.isValidRefName(Constants.R_HEADS + name)) {
            return Optional.of("contains characters or parts that git does not allow");
        }
        return Optional.empty();
    }
}
