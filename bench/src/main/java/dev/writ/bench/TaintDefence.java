package dev.writ.bench;

import dev.writ.label.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * The published baseline: exactly the tools of the request, and identity arguments only where their text is found in the
 * user's words or in an output that no attacker wrote into. It is told which outputs those are, which no product can know.
 */
record TaintDefence(Map<String, Flow> flows) implements Defence {
    @Override
    public String name() {
        return "exactly the tools, identities from words or untainted output";
    }

    @Override
    public Session begin(String prompt, Set<String> needed, Set<String> all) {
        List<String> clean = new ArrayList<>(List.of(lower(prompt)));
        return new Session() {
            @Override
            public Answer about(DojoCall call) {
                return needed.contains(call.tool()) && isClean(call, clean) ? Answer.RUNS : Answer.REFUSED;
            }

            @Override
            public void gave(DojoCall call, JsonNode output) {
                if (!call.open()) {
                    clean.add(lower(output.isContainer() ? output.toString() : output.asString("")));
                }
            }
        };
    }

    private boolean isClean(DojoCall call, List<String> clean) {
        Flow flow = Dojo.flow(flows, call);
        return !flow.hasEffect()
                || flow.identities().keySet().stream()
                        .flatMap(name -> call.arguments().path(name).isArray()
                                ? StreamSupport.stream(
                                        call.arguments().path(name).spliterator(), false)
                                : Stream.of(call.arguments().path(name)))
                        .filter(JsonNode::isString)
                        .allMatch(value -> clean.stream().anyMatch(text -> text.contains(lower(value.asString()))));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
