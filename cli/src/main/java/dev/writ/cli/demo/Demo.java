package dev.writ.cli.demo;

import dev.writ.server.Writ;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Runs the scenarios on a Writ of their own and collects what they prove. */
public final class Demo {
    private final List<Scenario> scenarios;
    private final Consumer<String> say;

    public Demo(Path folder, Writ writ, DemoClock clock, Requests requests, Consumer<String> say) {
        this.say = say;
        Stage stage = new Stage(
                requests,
                new Facts(writ.core().database()),
                clock,
                () -> writ.core().deadlines().sweep(),
                DemoWorkspace.create(folder),
                say);
        this.scenarios =
                List.of(new OptimisationScenario(stage), new DebuggingScenario(stage), new AnalysisScenario(stage));
    }

    /** All checks of all scenarios, in order. */
    public List<Check> run() throws InterruptedException {
        List<Check> checks = new ArrayList<>();
        for (Scenario scenario : scenarios) {
            say.accept("── " + scenario.name() + " ──");
            checks.addAll(scenario.run());
        }
        return checks;
    }
}
