package dev.writ.permission;

import java.util.Locale;

/** What a user allows at submission, so that grants of it need no further question. */
public enum Allow {
    /** Writing below the workspace. */
    EDIT,
    /** Sandboxed commands in the workspace. */
    RUN,
    /** Local git commits on branches that are not protected. */
    COMMIT;

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws dev.writ.WritException with {@code invalid_arguments} for any other word */
    public static Allow parse(String text) {
        for (Allow allow : values()) {
            if (allow.id().equals(text)) {
                return allow;
            }
        }
        throw Fields.invalid("There is nothing to allow named " + Quoted.of(text) + ".", "Use edit, run or commit.");
    }
}
