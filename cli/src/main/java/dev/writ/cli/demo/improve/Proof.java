package dev.writ.cli.demo.improve;

import dev.writ.cli.demo.Check;
import dev.writ.cli.demo.Checks;
import dev.writ.cli.demo.Facts;
import dev.writ.cli.demo.improve.ImprovementDemo.Comparison;
import dev.writ.entity.Definition;
import dev.writ.entity.Definitions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** What the demonstration claims, each read from the records. */
record Proof(ImprovementDemo.Plan plan, Definitions definitions, Facts facts, Trials trials) {
    List<Check> checks(Function<Work, Comparison> comparisons) {
        List<Check> checks = new ArrayList<>();
        for (Fault fault : plan.faults()) {
            checks.addAll(mended(fault, comparisons.apply(fault.work())));
        }
        for (Sabotage sabotage : plan.sabotages()) {
            checks.addAll(
                    switch (sabotage) {
                        case HANDBOOK_BACK -> handbook();
                        case TIMEOUT_BACK -> timeout();
                    });
        }
        Checks alone = new Checks("by itself");
        long people = facts.count(
                "SELECT COUNT(*) FROM events WHERE kind = 'experiment' AND actor LIKE 'person:%'", Map.of());
        alone.that("no person decided about any of it", people == 0, people + " decisions of people");
        checks.addAll(alone.all());
        return checks;
    }

    private List<Check> mended(Fault fault, Comparison figures) {
        Checks checks = new Checks(fault.title());
        Optional<JsonNode> found = trials.of(fault.target());
        checks.that(
                "Writ found it in its own records",
                found.filter(one -> one.path("proposed_by").asString("").equals("catalogue"))
                        .isPresent(),
                found.map(one -> one.path("hypothesis").asString("")).orElse("not found"));
        if (found.isEmpty()) {
            return checks.all();
        }
        JsonNode one = found.get();
        long replayed = trials.measured(one, "replay");
        long real = trials.measured(one, "canary");
        long watched = trials.measured(one, "full");
        checks.that(
                "it was measured before it held for all",
                replayed > 0 && real > 0,
                replayed + " recorded tasks run again, " + real + " real ones, " + watched + " watched");
        Definition now = definitions.get(fault.target().kind(), fault.target().entity());
        checks.that(
                "the change was kept and is in force",
                one.path("state").asString("").equals("promoted")
                        && now.activeVersion() == one.path("candidate").asInt(0),
                fault.title() + " " + fault.setting(now.content()) + ": "
                        + one.path("reason").asString(""));
        better(checks, fault, figures.before(), figures.after());
        return checks.all();
    }

    private static void better(Checks checks, Fault fault, Figures before, Figures after) {
        switch (fault) {
            case SHORT_TIMEOUT ->
                checks.that(
                        "what failed succeeds",
                        2 * before.failed() > before.tasks() && after.failed() == 0,
                        "%d of %d failed, then %d of %d"
                                .formatted(before.failed(), before.tasks(), after.failed(), after.tasks()));
            case HIGH_LIMIT ->
                checks.that(
                        "it is quicker, and nothing fails for it",
                        after.seconds() < 0.9 * before.seconds() && after.failed() == 0 && after.tasks() > 0,
                        String.format(Locale.ROOT, "%.2f s a task, then %.2f", before.seconds(), after.seconds()));
            case BLOATED_CONTEXT ->
                checks.that(
                        "it costs less, and nothing fails for it",
                        after.tokens() < 0.7 * before.tokens() && after.failed() == 0 && after.tasks() > 0,
                        String.format(Locale.ROOT, "%.0f tokens a task, then %.0f", before.tokens(), after.tokens()));
            case MISSING_TOOL ->
                checks.that(
                        "it takes fewer calls of the model, and nothing fails for it",
                        after.modelCalls() < before.modelCalls() && after.failed() == 0 && after.tasks() > 0,
                        String.format(
                                Locale.ROOT,
                                "%.1f model calls a task, then %.1f",
                                before.modelCalls(),
                                after.modelCalls()));
        }
    }

    /** The trial of a sabotage, checked to be what an agent wished for; empty where there was none. */
    private Optional<JsonNode> tried(Sabotage sabotage, Checks checks) {
        Optional<JsonNode> tried = trials.of(sabotage.target());
        checks.that(
                "an agent's wish was tried, not believed",
                tried.filter(one -> one.path("proposed_by").asString("").startsWith("agent:"))
                        .isPresent(),
                tried.map(one -> one.path("hypothesis").asString("")).orElse("not tried"));
        return tried;
    }

    private List<Check> handbook() {
        Checks checks = new Checks("sabotage 1");
        tried(Sabotage.HANDBOOK_BACK, checks).ifPresent(one -> {
            checks.that(
                    "recorded tasks showed its harm",
                    one.path("state").asString("").equals("rejected")
                            && one.path("reason").asString("").contains("worse"),
                    one.path("reason").asString(""));
            long real = trials.measured(one, "canary") + trials.measured(one, "full");
            checks.that("no real task had to suffer", real == 0, real + " real tasks worked with it");
        });
        return checks.all();
    }

    private List<Check> timeout() {
        Checks checks = new Checks("sabotage 2");
        tried(Sabotage.TIMEOUT_BACK, checks).ifPresent(one -> {
            checks.that(
                    "real tasks showed its harm, and it was rolled back",
                    one.path("state").asString("").equals("rolled_back")
                            && one.path("reason").asString("").contains("score worse"),
                    one.path("reason").asString(""));
            Definition now = definitions.get(
                    Sabotage.TIMEOUT_BACK.target().kind(),
                    Sabotage.TIMEOUT_BACK.target().entity());
            checks.that(
                    "it never held for all",
                    now.activeVersion() == one.path("incumbent").asInt(0)
                            && facts.count(
                                            "SELECT COUNT(*) FROM events WHERE kind = 'experiment' AND entity = :id "
                                                    + "AND data LIKE '%\"stage\":\"full\"%'",
                                            Map.of("id", one.path("id").asString()))
                                    == 0,
                    "version " + now.activeVersion() + " is in force, not "
                            + one.path("candidate").asInt(0));
        });
        return checks.all();
    }
}
