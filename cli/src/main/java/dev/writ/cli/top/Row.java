package dev.writ.cli.top;

import java.time.Instant;
import java.util.Locale;

/**
 * One thing on the screen. Its texts are harmless and on one line.
 *
 * @param id what it is called at the server
 * @param mark one character for its state
 * @param style how the mark and the state are shown
 * @param state its state in a word
 * @param who the agent it is about
 * @param what the rest in words
 * @param clock whether {@code at} is when it ends, and not when it began
 */
public record Row(
        Section section,
        String id,
        String mark,
        Style style,
        String state,
        String who,
        String what,
        boolean clock,
        Instant at) {
    /** Whether one of its texts holds this one, in whatever case. */
    boolean holds(String text) {
        return (id + " " + state + " " + who + " " + what)
                .toLowerCase(Locale.ROOT)
                .contains(text.toLowerCase(Locale.ROOT));
    }
}
