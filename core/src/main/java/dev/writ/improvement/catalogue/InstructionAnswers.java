package dev.writ.improvement.catalogue;

import dev.writ.entity.Definition;
import dev.writ.entity.Definitions;
import dev.writ.entity.EntityKind;
import dev.writ.improvement.catalogue.TypedChange.EditInstruction;
import dev.writ.insight.Opportunity;
import dev.writ.insight.ToolName;
import dev.writ.store.Database;
import java.util.List;
import java.util.Optional;

/** What is answered with a line of an agent's instruction: one of a few fixed sentences more, or lines less. */
record InstructionAnswers(Database database, Definitions definitions) {

    List<TypedChange> to(Opportunity opportunity) {
        return switch (opportunity.kind()) {
            case RETRIES ->
                agentThatRepeats(opportunity)
                        .map(agent -> added(agent, notTheSameAgain(opportunity.subject())))
                        .orElse(List.of());
            case TOOL_MISMATCH -> added(opportunity.entity(), askFirst(opportunity.subject()));
            case UNUSED_TOOL_NAMED -> withoutLinesOf(opportunity.entity(), opportunity.subject());
            default -> throw new IllegalArgumentException(opportunity.kind() + " is not about an instruction");
        };
    }

    private static String notTheSameAgain(String operation) {
        return "When `" + operation
                + "` fails, do not call it again with the same arguments: change them, go another way,"
                + " or say what is in the way.";
    }

    private static String askFirst(String tool) {
        return "You do not have `" + tool
                + "` unless it is granted: ask for it before you use it, and where it is denied," + " do without it.";
    }

    /**
     * The agent whose calls those were in most cases, if the second call mostly did not help either. Where it does, calling
     * again is what the agent should do.
     */
    private Optional<String> agentThatRepeats(Opportunity opportunity) {
        return database.read(handle -> handle.createQuery("""
                        SELECT u.agent FROM tool_usage_events u
                        WHERE u.call IN (<calls>)
                          AND NOT EXISTS (SELECT 1 FROM tool_usage_events s
                                          WHERE s.task = u.task AND s.tool = u.tool AND s.operation = u.operation
                                            AND s.arguments_hash = u.arguments_hash AND s.outcome = 'succeeded')
                        GROUP BY u.agent HAVING 2 * COUNT(*) > :all
                        """)
                .bindList("calls", opportunity.evidence())
                .bind("all", opportunity.evidence().size())
                .mapTo(String.class)
                .findOne());
    }

    private List<TypedChange> added(String agent, String line) {
        return instruction(agent).filter(text -> text.lines().noneMatch(line::equals)).stream()
                .<TypedChange>map(text -> new EditInstruction(agent, List.of(), List.of(line)))
                .toList();
    }

    /** As many as one trial may take out, and never the last. */
    private List<TypedChange> withoutLinesOf(String agent, String tool) {
        List<String> lines = instruction(agent).orElse("").lines().toList();
        List<String> removed =
                lines.stream().filter(line -> ToolName.isIn(line, tool)).toList();
        boolean somethingStays = lines.stream().anyMatch(line -> !line.isBlank() && !removed.contains(line));
        return !removed.isEmpty() && removed.size() <= InstructionDelta.MOST_LINES && somethingStays
                ? List.of(new EditInstruction(agent, removed, List.of()))
                : List.of();
    }

    private Optional<String> instruction(String agent) {
        return definitions
                .find(EntityKind.AGENT, agent)
                .map(Definition::content)
                .map(content -> content.path("instruction").asString(""));
    }
}
