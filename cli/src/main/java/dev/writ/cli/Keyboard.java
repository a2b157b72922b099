package dev.writ.cli;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;

/** Asks a person. What was typed before the question appeared is thrown away, so that typing ahead decides nothing. */
final class Keyboard {
    private Keyboard() {}

    /** What the person types; empty where nobody can. */
    @SuppressWarnings("SystemConsoleNull") // some runtimes still have none
    static String ask(Terminal terminal, String text) {
        try {
            drain(System.in);
        } catch (IOException e) {
            return "";
        }
        terminal.prompt(text);
        Console console = System.console();
        String line = console == null ? null : console.readLine();
        return line == null ? "" : line.strip();
    }

    private static void drain(InputStream input) throws IOException {
        int waiting = input.available();
        while (waiting > 0 && input.readNBytes(waiting).length > 0) {
            waiting = input.available();
        }
    }
}
