package dev.writ.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code writ top}: what runs now, on the whole screen. */
@Command(
        name = "top",
        description = "Watch what runs, what waits for you and what is granted, live.",
        mixinStandardHelpOptions = true,
        footer = {"", "Keys: ? shows them, q quits."})
final class TopCommand implements Callable<Integer> {
    @Mixin
    GlobalOptions options = new GlobalOptions();

    @Option(names = "--once", description = "Print it once as plain text (also: where the output is no terminal).")
    boolean once;

    @Override
    public Integer call() {
        try (Session session = Session.existing(options)) {
            return new Top(options, session.api()).run(once);
        }
    }
}
