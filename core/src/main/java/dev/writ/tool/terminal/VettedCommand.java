package dev.writ.tool.terminal;

import dev.writ.permission.Access.CommandAccess;
import dev.writ.permission.Scope.CommandScope;
import java.util.List;

/**
 * A common command line that was looked at: what it does is known from its pattern.
 *
 * @param pattern tokens as in a scope: {@code *} for one argument, a last {@code **} for any
 * @param description what it is for, for people and models
 * @param readOnly whether it only looks: it then runs with the workspace mounted read-only
 */
public record VettedCommand(List<String> pattern, String description, boolean readOnly) {
    public VettedCommand {
        pattern = List.copyOf(pattern);
    }

    /** Whether this command line is one of the pattern's. */
    public boolean matches(List<String> argv) {
        return new CommandScope(List.of(pattern)).permits(new CommandAccess(argv));
    }
}
