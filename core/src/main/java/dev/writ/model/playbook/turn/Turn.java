package dev.writ.model.playbook.turn;

import dev.writ.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/**
 * The conversation as a journal. A skill is ordinary code that runs from its beginning in every turn: a call that was
 * made before gives its recorded outcome at once; the first new one ends the turn. So a skill must decide by its input
 * and by outcomes alone. Not safe for use by many threads.
 */
public final class Turn {
    /** More calls than any skill needs; a guard against a loop, not a quota. */
    static final int MOST_CALLS = 1_500;

    private final Conversation conversation;
    private final StringBuilder said = new StringBuilder();
    private int next;

    private Turn(Conversation conversation) {
        this.conversation = conversation;
    }

    /** A call that a skill wants to make. */
    public record Wanted(String function, ObjectNode arguments) {}

    /** What the model answers: words and the calls to make. */
    public record Reply(String text, List<Wanted> calls) {}

    /** Runs the skill over the conversation up to its next calls or its end. */
    public static Reply take(Conversation conversation, Function<Turn, Ending> skill) {
        Turn turn = new Turn(conversation);
        try {
            Ending ending;
            try {
                ending = skill.apply(turn);
            } catch (SkillStops stops) {
                ending = stops.ending();
            }
            return turn.end(ending);
        } catch (TurnEnds ends) {
            return new Reply(ends.text(), ends.calls());
        }
    }

    public Conversation conversation() {
        return conversation;
    }

    /** Adds to the words that go with the next calls. */
    public void say(String text) {
        said.append(said.isEmpty() ? "" : "\n\n").append(text);
    }

    /** The last call up to this point whose function is one of these. */
    public Optional<Conversation.Step> lastCall(Set<String> functions) {
        return conversation.steps().subList(0, next).reversed().stream()
                .filter(step -> functions.contains(step.function()))
                .findFirst();
    }

    /** Makes a call of this conversation once more, offered or not: what has ended meanwhile is then denied, and says why. */
    public Outcome repeat(Conversation.Step step) {
        if (next == conversation.steps().size()) {
            throw new TurnEnds(said.toString(), List.of(new Wanted(step.function(), step.arguments())));
        }
        return recorded(step.function());
    }

    /** Makes the call, or gives what it gave; {@link Outcome.NotOffered} where it could not be made at this point. */
    public Outcome call(String function, ObjectNode arguments) {
        return callAll(List.of(new Wanted(function, arguments))).getFirst();
    }

    /** Makes several calls in one turn; they must not depend on each other. Outcomes are in the order of the calls. */
    public List<Outcome> callAll(List<Wanted> calls) {
        if (next == conversation.steps().size()) {
            List<Wanted> possible = calls.stream()
                    .filter(call -> conversation.offered().contains(call.function()))
                    .toList();
            if (!possible.isEmpty()) {
                if (next + possible.size() > MOST_CALLS) {
                    throw new SkillStops("limit_reached", "This took more steps than the offline model allows itself.");
                }
                throw new TurnEnds(said.toString(), possible);
            }
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (Wanted call : calls) {
            outcomes.add(recorded(call.function()));
        }
        return outcomes;
    }

    private Outcome recorded(String function) {
        List<Conversation.Step> steps = conversation.steps();
        if (next == steps.size() || !steps.get(next).function().equals(function)) {
            return new Outcome.NotOffered(function);
        }
        said.setLength(0);
        return steps.get(next++).outcome();
    }

    private Reply end(Ending ending) {
        List<Conversation.Step> steps = conversation.steps();
        boolean ended = !steps.isEmpty() && steps.getLast().function().equals(Ending.FUNCTION);
        if (ended || !conversation.offered().contains(Ending.FUNCTION)) {
            return new Reply(ending.result(), List.of());
        }
        Ending last = next == steps.size()
                ? ending
                : new Ending(
                        false,
                        "The calls made so far are not those the offline model would have made, so it can't continue"
                                + " this conversation; start the request as a new task.",
                        List.of(),
                        Json.object().put("code", "model_cannot"));
        return new Reply(said.toString(), List.of(new Wanted(Ending.FUNCTION, last.arguments())));
    }
}
