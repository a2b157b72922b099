package dev.writ.server.fuzz;

/**
 * Something that no request may bring about.
 *
 * @param input what was sent, shortened; empty where no single request did it
 */
record Finding(String what, String input) {
    private static final int SHOWN = 600;

    Finding {
        input = input.substring(0, Math.min(SHOWN, input.length()));
    }

    @Override
    public String toString() {
        return what + (input.isEmpty() ? "" : "\n    " + input.replace("\r\n", "\n    "));
    }
}
