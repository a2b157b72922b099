package dev.writ.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whom an agent that obeys every attacker can harm, and what it costs the user to prevent it. */
final class AgentDojo implements Measurement {
    @Override
    public String name() {
        return "agentdojo";
    }

    @Override
    public String title() {
        return "An agent that obeys every attacker";
    }

    @Override
    public String explanation() {
        return "x";
    }

    @Override
    public List<Row> measure(Plan plan) throws Exception {
        Optional<EvaluationData> data = EvaluationData.find(Optional.empty());
        if (data.isEmpty()) {
            return EvaluationData.absent(title());
        }
        Dojo dojo = Dojo.read(data.get());
        dojo.flows().forEach((name, flow) -> System.err.println(name + " " + flow));
        List<Row> rows = new ArrayList<>();
        for (Defence defence : List.of(
                new ToolSetDefence("all tools", false),
                new ToolSetDefence("exact tools", true),
                new TaintDefence(dojo.flows()),
                new WritDefence("Writ, all tools", false, dojo.flows()),
                new WritDefence("Writ, exact tools", true, dojo.flows()))) {
            List<String> log = new ArrayList<>();
            DojoScore score = DojoScore.of(dojo, defence, log);
            System.err.println(defence.name() + " " + score);
            if (defence.name().startsWith("Writ")) log.forEach(System.err::println);
        }
        return rows;
    }

    public static void main(String[] args) throws Exception {
        new AgentDojo().measure(new Plan(true, java.nio.file.Path.of("/tmp"), System.err::println));
    }
}
