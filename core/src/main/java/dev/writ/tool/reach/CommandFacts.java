package dev.writ.tool.reach;

import dev.writ.permission.HostPattern;
import dev.writ.permission.Scope.CommandScope;
import dev.writ.sandbox.Workspace;
import dev.writ.tool.reach.Fact.Subject;
import dev.writ.tool.reach.Fact.Tone;
import dev.writ.tool.terminal.VettedCommand;
import dev.writ.tool.terminal.VettedCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is known about command lines before they run. */
final class CommandFacts {
    private CommandFacts() {}

    static List<Fact> of(CommandScope scope, Optional<Workspace> workspace, ReachLimits limits) {
        boolean looks = scope.commands().stream()
                .allMatch(command -> VettedCommands.covering(command)
                        .filter(VettedCommand::readOnly)
                        .isPresent());
        List<Fact> facts = new ArrayList<>();
        if (looks) {
            facts.add(Fact.of(
                    Subject.CHANGES,
                    "Nothing: it is known to only look, and the workspace is read-only to it.",
                    Tone.GOOD));
        }
        if (workspace.isPresent()) {
            FileFacts files = new FileFacts(workspace.get(), limits);
            facts.addAll(looks ? files.ofAllReadable() : files.ofAll());
        }
        facts.add(network(scope));
        if (!looks) {
            facts.add(Fact.of(
                    Subject.UNDO,
                    "What a command changes or deletes cannot be taken back here, and a command that broke off is not"
                            + " run again.",
                    Tone.CAUTION));
        }
        return facts;
    }

    private static Fact network(CommandScope scope) {
        return scope.hosts().isEmpty()
                ? Fact.of(Subject.NETWORK, "None.", Tone.GOOD)
                : new Fact(
                        Subject.NETWORK,
                        "What it reads it could also send to these hosts.",
                        Tone.CAUTION,
                        scope.hosts().stream().map(HostPattern::toString).toList());
    }
}
