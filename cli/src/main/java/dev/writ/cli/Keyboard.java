package dev.writ.cli;

import dev.writ.cli.tty.Tty;
import dev.writ.cli.tty.Tty.Answer;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Asks a person. What was typed before the question appeared is thrown away, and the question appears only once nobody
 * types any more, so that typing ahead decides nothing.
 */
final class Keyboard {
    private static final int QUIET_MILLIS = 600;
    private static final int LOOK_MILLIS = 1_000;

    private Keyboard() {}

    /** What the person types; empty where nobody can. */
    static String ask(Terminal terminal, String text) {
        return ask(terminal, text, () -> true) instanceof Answer.Line(String line) ? line : "";
    }

    /**
     * As {@link #ask(Terminal, String)}, for as long as the question is open.
     *
     * @param isOpen asked every second
     */
    static Answer ask(Terminal terminal, String text, BooleanSupplier isOpen) {
        Optional<Tty> here = Tty.here();
        if (here.isEmpty()) {
            return new Answer.Ended();
        }
        Tty tty = here.get();
        return switch (tty.awaitQuiet(QUIET_MILLIS)) {
            case REACHED -> {
                terminal.prompt(text);
                Answer answer = tty.line(LOOK_MILLIS, isOpen);
                if (!(answer instanceof Answer.Line)) {
                    terminal.message("");
                }
                yield answer;
            }
            case INTERRUPTED -> {
                System.exit(ExitCode.INTERRUPTED);
                yield new Answer.Ended();
            }
            case GONE -> new Answer.Ended();
        };
    }
}
