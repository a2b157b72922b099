package dev.writ.bench;

import dev.writ.label.Flow;
import dev.writ.label.Grounds;
import dev.writ.label.Grounds.Ground;
import dev.writ.label.Label;
import dev.writ.label.OriginCheck;
import dev.writ.label.OriginVerdict;
import dev.writ.label.SeenResult;
import dev.writ.label.Words;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Writ's rule for targets, as the gateway uses it: the same classes, labels and order. It is not told where attackers wrote. */
record WritDefence(String name, boolean exact, Map<String, Flow> flows, Set<Ground> accepted) implements Defence {
    /** With every ground that the product accepts. */
    WritDefence(String name, boolean exact, Map<String, Flow> flows) {
        this(name, exact, flows, EnumSet.allOf(Ground.class));
    }

    @Override
    public Session begin(String prompt, Set<String> needed, Set<String> all) {
        return new Run(prompt, exact ? needed : all);
    }

    private final class Run implements Session {
        private final Words words;
        private final Set<String> tools;
        private final List<SeenResult> seen = new ArrayList<>();
        private Label label = Label.CLEAN;

        Run(String prompt, Set<String> tools) {
            this.words = Words.of(prompt);
            this.tools = tools;
        }

        @Override
        public Answer about(DojoCall call) {
            if (!tools.contains(call.tool())) {
                return Answer.REFUSED;
            }
            return switch (OriginCheck.judge(
                    Dojo.flow(flows, call), call.arguments(), label, new Grounds(words, seen, accepted))) {
                case OriginVerdict.Clear ignored -> Answer.RUNS;
                case OriginVerdict.Unfounded ignored -> Answer.ASKS_A_PERSON;
                case OriginVerdict.Undirected ignored -> Answer.ASKS_A_PERSON;
            };
        }

        @Override
        public void gave(DojoCall call, JsonNode output) {
            Flow flow = Dojo.flow(flows, call);
            Label given = OriginCheck.label(flow, call.arguments(), output, label, new Grounds(words, seen, accepted));
            seen.add(new SeenResult(flow, call.arguments(), output, given));
            label = label.join(given);
        }
    }
}
