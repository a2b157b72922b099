package dev.writ.cli;

import dev.writ.FailureCode;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;

/** The whole command line, for tests in other packages. */
public final class TestingCommandLine {
    private TestingCommandLine() {}

    public static CommandLine get() {
        return Main.commandLine();
    }

    /** A class of the module. */
    public static Class<?> main() {
        return Main.class;
    }

    /** With what a command ends that failed so. */
    public static int exitCode(FailureCode code) {
        return ExitCode.of(code);
    }

    /** All that a command can end with, in their order. */
    public static List<Integer> exitCodes() {
        return Arrays.stream(ExitCode.class.getDeclaredFields())
                .filter(field -> field.getType() == int.class)
                .map(TestingCommandLine::value)
                .sorted()
                .toList();
    }

    private static Integer value(Field field) {
        try {
            return field.getInt(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
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
