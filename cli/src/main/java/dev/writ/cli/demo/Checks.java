package dev.writ.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects the claims of one scenario. */
public final class Checks {
    private final String scenario;
    private final List<Check> checks = new ArrayList<>();

    public Checks(String scenario) {
        this.scenario = scenario;
    }

    public void that(String check, boolean ok, String evidence) {
        checks.add(new Check(scenario, check, ok, evidence));
    }

    /** A claim that holds when there is evidence at all. */
    public void found(String check, Optional<String> evidence) {
        that(check, evidence.isPresent(), evidence.orElse("nothing found"));
    }

    public List<Check> all() {
        return List.copyOf(checks);
    }
}
