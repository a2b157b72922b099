package dev.writ.tool.git;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.util.regex.Pattern;

/** The name under which a repository's configuration keeps a remote; never an address. */
record RemoteName(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_](?:[A-Za-z0-9_-]|[./](?![./])){0,99}");

    static final RemoteName ORIGIN = new RemoteName("origin");

    /** @throws WritException with {@code invalid_arguments} where the text is no plain name */
    static RemoteName parse(String text) {
        if (!FORM.matcher(text).matches() || text.endsWith("/") || text.endsWith(".")) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS,
                    "\"" + PlainText.of(text, 80) + "\" is not the name of a remote.",
                    "Give the name of a configured remote, usually origin; addresses are not accepted.");
        }
        return new RemoteName(text);
    }

    /** Where the last known state of one of its branches is kept. */
    String trackingRef(BranchName branch) {
        return "refs/remotes/" + value + "/" + branch.value();
    }
}
