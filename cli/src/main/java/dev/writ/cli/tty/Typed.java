package dev.writ.cli.tty;

/** What came from the keyboard. */
public sealed interface Typed {
    /** These characters, control sequences of keys among them. */
    record Keys(String characters) implements Typed {}

    /** Nothing, for as long as was waited. */
    record Nothing() implements Typed {}

    /** Nothing any more: the terminal has gone. */
    record Ended() implements Typed {}
}
