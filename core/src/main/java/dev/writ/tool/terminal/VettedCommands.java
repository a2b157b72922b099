package dev.writ.tool.terminal;

import dev.writ.permission.Scope.CommandScope;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Common command lines of developers, from {@code vetted-commands.json}. Being listed gives no right to run one: that
 * comes from a scope alone. The patterns leave out the options by which a harmless program starts another, writes a file
 * or takes arguments from one (for instance {@code find -exec}, {@code sort -o}, {@code --files0-from}); who needs those
 * must ask for them by name.
 */
public final class VettedCommands {
    private static final List<VettedCommand> ALL = VettedFile.bundled();
    private static final CommandScope DIAGNOSTICS = scope(ALL.stream().filter(VettedCommand::readOnly));

    private VettedCommands() {}

    /** All of them, those that only look first. */
    public static List<VettedCommand> all() {
        return ALL;
    }

    /** The read-only diagnostic commands, as a scope. */
    public static CommandScope diagnostics() {
        return DIAGNOSTICS;
    }

    /** The read-only diagnostic commands of one program, as a scope; empty where it has none. */
    public static CommandScope diagnostics(String program) {
        return scope(ALL.stream()
                .filter(VettedCommand::readOnly)
                .filter(command -> command.pattern().getFirst().equals(program)));
    }

    /** Whether the command line is known to only look. */
    public static boolean isReadOnly(List<String> argv) {
        return of(argv).filter(VettedCommand::readOnly).isPresent();
    }

    /** The first whose pattern has this command line. */
    static Optional<VettedCommand> of(List<String> argv) {
        return ALL.stream().filter(command -> command.matches(argv)).findFirst();
    }

    /** The first that has every command line of this pattern. */
    public static Optional<VettedCommand> covering(List<String> pattern) {
        CommandScope scope = new CommandScope(List.of(pattern));
        return ALL.stream().filter(command -> command.scope().covers(scope)).findFirst();
    }

    private static CommandScope scope(Stream<VettedCommand> commands) {
        return new CommandScope(commands.map(VettedCommand::pattern).toList());
    }
}
