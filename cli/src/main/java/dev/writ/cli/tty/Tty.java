package dev.writ.cli.tty;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The terminal that a person types at, as the standard input. What it gives comes from the system itself: there is no
 * buffer in between in which something typed earlier could wait.
 */
public final class Tty {
    private static final int LONGEST_LINE = 4_096;
    private static final int INTERRUPT = 3;
    private static final int INPUT = 0;
    private static final int ERRORS = 2;

    private final Posix posix;

    private Tty(Posix posix) {
        this.posix = posix;
    }

    /** What came of waiting for a line. */
    public sealed interface Answer {
        /** What was typed, without the line end. */
        record Line(String text) implements Answer {}

        /** Nobody types here any more. */
        record Ended() implements Answer {}

        /** The question is no longer open. */
        record Overtaken() implements Answer {}
    }

    /** What came of waiting for nothing to be typed. */
    public enum Quiet {
        /** Nothing more was typed. */
        REACHED,
        /** Ctrl-C was. */
        INTERRUPTED,
        /** There is no terminal any more. */
        GONE
    }

    /** Whether this system has terminals that can be used so. Costs nothing. */
    public static boolean isPossible() {
        return Posix.isHere();
    }

    /** The terminal; empty where the standard input is none. */
    public static Optional<Tty> here() {
        return Posix.isHere() && Posix.instance().isTerminal(INPUT)
                ? Optional.of(new Tty(Posix.instance()))
                : Optional.empty();
    }

    /** Whether what goes to the standard error is seen at a terminal. */
    public static boolean isSeen() {
        return Posix.isHere() && Posix.instance().isTerminal(ERRORS);
    }

    /** Gives every key as it is typed until that is closed; empty where the terminal has gone. */
    public Optional<RawMode> raw() {
        return posix.modes().map(before -> new RawMode(posix, before));
    }

    /** How large its window is; what terminals once were where it does not know. */
    public Size size() {
        return posix.size().orElse(new Size(80, 24));
    }

    /**
     * Throws away what was typed so far, and waits until nothing more comes for this long. Afterwards nothing that was
     * typed is left.
     */
    public Quiet awaitQuiet(int millis) {
        Optional<RawMode> raw = raw();
        if (raw.isEmpty()) {
            return Quiet.GONE;
        }
        try (RawMode mode = raw.get()) {
            while (true) {
                switch (mode.read(millis)) {
                    case Typed.Nothing() -> {
                        return Quiet.REACHED;
                    }
                    case Typed.Ended() -> {
                        return Quiet.GONE;
                    }
                    case Typed.Keys(String characters) -> {
                        if (characters.indexOf(INTERRUPT) >= 0) {
                            return Quiet.INTERRUPTED;
                        }
                    }
                }
            }
        }
    }

    /**
     * Waits for one line.
     *
     * @param isOpen asked every {@code millis} whether it is still worth waiting
     */
    public Answer line(int millis, BooleanSupplier isOpen) {
        while (!posix.isReadable(millis)) {
            if (!isOpen.getAsBoolean()) {
                return new Answer.Overtaken();
            }
        }
        byte[] bytes = posix.read(LONGEST_LINE);
        return bytes.length == 0
                ? new Answer.Ended()
                : new Answer.Line(new String(bytes, StandardCharsets.UTF_8).strip());
    }

    /** Stops this job until the shell continues it, as Ctrl-Z does. */
    public void stopJob() {
        posix.stopJob();
    }
}
