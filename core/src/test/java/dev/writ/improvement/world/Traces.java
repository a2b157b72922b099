package dev.writ.improvement.world;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** What a task of the world does, and how its chances stand: written down as it goes, and turned into records at its end. */
final class Traces {
    /** @param cut {@code time}, {@code size}, or empty */
    record Call(String operation, String arguments, String outcome, String rule, String cut, long millis, long bytes) {}

    /** A grant by policy, that ended with the task. */
    record Grant(String tool, int uses) {}

    /** @param characters of the document as the agent was shown it */
    record Shown(String document, int characters) {}

    private final RandomGenerator random;
    private final List<Call> calls = new ArrayList<>();
    private final List<Grant> grants = new ArrayList<>();
    private final List<Shown> shown = new ArrayList<>();
    private double success;
    private double tokens;
    private double seconds;
    private boolean askedForTools;

    Traces(RandomGenerator random, double success, double tokens, double seconds) {
        this.random = random;
        this.success = success;
        this.tokens = tokens;
        this.seconds = seconds;
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** Its chance to succeed becomes so many times what it was. */
    void succeedsTimes(double factor) {
        success *= factor;
    }

    void costsTimes(double factor) {
        tokens *= factor;
    }

    void takesTimes(double factor) {
        seconds *= factor;
    }

    void call(String operation, String arguments) {
        calls.add(new Call(operation, arguments, "succeeded", "", "", 200, 2_000));
    }

    void call(String operation, String arguments, long millis, long bytes) {
        calls.add(new Call(operation, arguments, "succeeded", "", "", millis, bytes));
    }

    void cut(String operation, String arguments, String by, long millis) {
        calls.add(new Call(operation, arguments, "succeeded", "", by, millis, 2_000));
    }

    void fails(String operation, String arguments) {
        calls.add(new Call(operation, arguments, "failed", "", "", 200, 0));
    }

    void denied(String operation, String arguments) {
        calls.add(new Call(operation, arguments, "denied", "not_assigned", "", 0, 0));
    }

    void granted(String tool, int uses) {
        grants.add(new Grant(tool, uses));
    }

    void asksForTools() {
        askedForTools = true;
    }

    void isShown(String document, int characters) {
        shown.add(new Shown(document, characters));
    }

    List<Call> calls() {
        return calls;
    }

    List<Grant> grants() {
        return grants;
    }

    List<Shown> shown() {
        return shown;
    }

    boolean askedForTools() {
        return askedForTools;
    }

    /** Of no consequence for anything else that is drawn. */
    boolean succeeds() {
        return random.nextDouble() < success;
    }

    long tokens() {
        return Math.round(tokens);
    }

    long millis() {
        return Math.round(1_000 * seconds);
    }
}
