package dev.writ.model.playbook.turn;

import dev.writ.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Uses tools for a skill, and asks for what is missing: once for each need, giving the user's own words as the reason. */
public final class Toolbox {
    private static final String ASK = "need_more_tools";
    private static final int LONGEST_QUOTE = 300;
    private static final int LONGEST_PURPOSE = 600;
    private static final Set<String> FINAL_RULES =
            Set.of("ceiling", "delegation", "unknown_task", "budget", "rate", "suspended", "error");

    private final Turn turn;
    private final String words;
    private final Grants grants = new Grants();
    private final Set<String> changes = new HashSet<>();

    /** @param words what the user asked, quoted in every justification */
    public Toolbox(Turn turn, String words) {
        this.turn = turn;
        this.words = words.length() > LONGEST_QUOTE ? words.substring(0, LONGEST_QUOTE) + "…" : words;
    }

    public Turn turn() {
        return turn;
    }

    /** Whether a grant of this conversation covers the need. */
    public boolean covered(Need need) {
        return grants.cover(need);
    }

    /** Asks for the tool, whatever is offered already. */
    public void obtain(Need need) {
        ask(need, need.scope());
    }

    /**
     * Calls an operation, asking for the tool first where it is not there or its scope is too small.
     *
     * @return what the call gave; never a denial
     * @throws SkillStops when the tool is refused
     */
    public Outcome use(Need need, String operation, ObjectNode arguments) {
        return useAll(need, operation, List.of(arguments)).getFirst();
    }

    /** As {@link #use} for several independent calls of one operation, in one turn. */
    public List<Outcome> useAll(Need need, String operation, List<ObjectNode> arguments) {
        List<Turn.Wanted> calls = arguments.stream()
                .map(each -> new Turn.Wanted(need.function(operation), each))
                .toList();
        if (grants.any(need.tool()) && !grants.cover(need)) {
            ask(need, need.scope());
        }
        List<Outcome> outcomes = new ArrayList<>(turn.callAll(calls));
        List<Integer> again = new ArrayList<>();
        JsonNode scope = need.scope();
        for (int i = 0; i < outcomes.size(); i++) {
            switch (outcomes.get(i)) {
                case Outcome.Succeeded ignored -> {}
                case Outcome.Failed ignored -> {}
                case Outcome.NotOffered ignored -> again.add(i);
                case Outcome.Denied denied -> {
                    if (FINAL_RULES.contains(denied.rule())) {
                        throw new SkillStops("denied", denied.sentence());
                    }
                    JsonNode smallest = denied.smallestRequest().path("scope").path(need.tool());
                    scope = smallest.isObject() && outcomes.size() == 1 ? smallest : scope;
                    again.add(i);
                }
            }
        }
        if (again.isEmpty()) {
            return noted(outcomes);
        }
        ask(need, scope);
        List<Outcome> second = turn.callAll(again.stream().map(calls::get).toList());
        for (int i = 0; i < again.size(); i++) {
            outcomes.set(again.get(i), granted(need, second.get(i)));
        }
        return noted(outcomes);
    }

    /** Whether a call of this conversation gave this change as its result. */
    public boolean wasTold(String change) {
        return changes.contains(change);
    }

    private List<Outcome> noted(List<Outcome> outcomes) {
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Outcome.Succeeded(Data data) && data.has("change")) {
                changes.add(data.text("change"));
            }
        }
        return outcomes;
    }

    /** As {@link #use}, for calls without whose result the skill can't go on. */
    public Data require(Need need, String operation, ObjectNode arguments) {
        return required(use(need, operation, arguments));
    }

    /** The data of a call that had to succeed. */
    public static Data required(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Succeeded done -> done.data();
            case Outcome.Failed failed -> throw new SkillStops(failed.code(), failed.sentence());
            case Outcome.Denied denied -> throw new SkillStops("denied", denied.sentence());
            case Outcome.NotOffered missing ->
                throw new SkillStops("unavailable", "The function " + missing.function() + " is not available here.");
        };
    }

    private static Outcome granted(Need need, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Denied denied ->
                throw new SkillStops(
                        "denied", "What was granted of " + need.tool() + " does not suffice: " + denied.sentence());
            case Outcome.NotOffered ignored ->
                new Outcome.Failed(
                        "unavailable", "The tool " + need.tool() + " was granted and is still not available.", "");
            case Outcome.Failed failed -> failed;
            case Outcome.Succeeded done -> done;
        };
    }

    private void ask(Need need, JsonNode scope) {
        String purpose = shortened(need);
        ObjectNode arguments = Json.object()
                .put("request", "Let me " + purpose + ".")
                .put("justification", "The user asked: \"" + words + "\". To do that I " + purpose + ".");
        arguments.set("tools", Json.array(List.of(need.tool())));
        arguments.set("operations", Json.array(need.operations()));
        arguments.putObject("scope").set(need.tool(), scope);
        if (!need.duration().isEmpty()) {
            arguments.put("duration", need.duration());
        }
        switch (turn.call(ASK, arguments)) {
            case Outcome.Succeeded answer -> take(need, answer.data());
            case Outcome.Failed failed -> throw new SkillStops(failed.code(), refusal(need) + " " + failed.sentence());
            case Outcome.Denied denied -> throw new SkillStops("denied", refusal(need) + " " + denied.sentence());
            case Outcome.NotOffered ignored ->
                throw new SkillStops(
                        "unavailable", "This needs the tool " + need.tool() + ", which can't be asked for here.");
        }
    }

    private void take(Need need, Data answer) {
        for (Data refused : answer.list("refused")) {
            if (refused.text("tool").equals(need.tool())) {
                throw new SkillStops(code(refused), refusal(need) + " " + refused.text("reason"));
            }
        }
        List<Data> granted = answer.list("granted");
        if (granted.stream().noneMatch(grant -> grant.text("tool").equals(need.tool()))) {
            throw new SkillStops("approval_denied", refusal(need));
        }
        granted.forEach(grants::add);
    }

    private static String refusal(Need need) {
        return "I was not given " + need.tool() + ", which I needed to " + shortened(need) + ".";
    }

    private static String shortened(Need need) {
        return need.purpose().length() > LONGEST_PURPOSE
                ? need.purpose().substring(0, LONGEST_PURPOSE) + "…"
                : need.purpose();
    }

    private static String code(Data refused) {
        String known = refused.text("code");
        if (!known.isEmpty()) {
            return known;
        }
        String reason = refused.text("reason").toLowerCase(java.util.Locale.ROOT);
        if (reason.matches("(?s).*(?:expired|in time|time-?out|nobody).*")) {
            return "approval_expired";
        }
        return reason.matches("(?s).*(?:outside|ceiling|unknown|no tool|too many|wait).*")
                ? "denied"
                : "approval_denied";
    }
}
