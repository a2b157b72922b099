package dev.writ.bench;

/** Something to measure with or beside is not on this machine; the message says what, in the report's words. */
final class Missing extends Exception {
    private static final long serialVersionUID = 1;

    private final String why;

    Missing(String why) {
        super(why);
        this.why = why;
    }

    Missing(String why, Throwable cause) {
        super(why, cause);
        this.why = why;
    }

    String why() {
        return why;
    }
}
