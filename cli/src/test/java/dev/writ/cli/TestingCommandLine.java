package dev.writ.cli;

import picocli.CommandLine;

/** The whole command line, for tests in other packages. */
public final class TestingCommandLine {
    private TestingCommandLine() {}

    public static CommandLine get() {
        return Main.commandLine();
    }

    /** How the first operand of a command is called; empty where it takes none. */
    public static String operand(String path) {
        CommandLine line = get();
        for (String name : path.split(" ")) {
            line = name.equals("writ") ? line : line.getSubcommands().get(name);
        }
        return line.getCommandSpec().positionalParameters().stream()
                .findFirst()
                .map(operand -> operand.paramLabel())
                .orElse("");
    }
}
