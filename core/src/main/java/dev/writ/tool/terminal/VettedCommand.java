package dev.writ.tool.terminal;

import dev.writ.permission.Access.CommandAccess;
import dev.writ.permission.Scope.CommandScope;
import dev.writ.sandbox.SandboxProfile;
import java.util.List;

/**
 * A common command line that was looked at: what it does is known from its pattern.
 *
 * @param scope of its pattern alone
 * @param description what it is for, for people and models
 * @param profile what it needs to do to the workspace
 * @param examples command lines of the pattern
 */
public record VettedCommand(
        CommandScope scope, String description, SandboxProfile profile, List<List<String>> examples) {
    public VettedCommand {
        examples = examples.stream().map(List::copyOf).toList();
    }

    /** Tokens as in a scope. */
    public List<String> pattern() {
        return scope.commands().getFirst();
    }

    /** Whether this command line is one of the pattern's. */
    public boolean matches(List<String> argv) {
        return scope.permits(new CommandAccess(argv));
    }

    /** Whether it only looks: it then runs with the workspace mounted read-only. */
    public boolean readOnly() {
        return profile == SandboxProfile.READ_ONLY;
    }

    /** The profile in the words of the resource file and of results. */
    String profileName() {
        return profile.id();
    }
}
