package dev.writ.prediction;

import java.util.HashMap;
import java.util.Map;

/**
 * How often tasks use an offer. Beta-Bernoulli, shrunk from general to specific: what all tasks do is where an agent begins
 * from, and what that agent does is where it begins from in a kind of workspace.
 */
final class Rates {
    /** Before anything was seen: one in fifty, believed as much as five tasks. */
    private static final double USUAL = 0.02;

    private static final double BELIEF_IN_USUAL = 5;
    /** How many tasks of its own a specific group needs to weigh as much as the general one. */
    private static final double BELIEF_IN_GENERAL = 10;

    private record Key(String agent, String workspace, String offer) {}

    private final Map<Key, Integer> counts = new HashMap<>();

    /** @param by 1 to count a task, -1 to forget it */
    void count(PastTask task, int by) {
        Situation situation = task.situation();
        count(situation, "", by);
        task.used().forEach(offer -> count(situation, offer, by));
    }

    private void count(Situation situation, String offer, int by) {
        counts.merge(new Key("", "", offer), by, Integer::sum);
        counts.merge(new Key(situation.agent(), "", offer), by, Integer::sum);
        counts.merge(new Key(situation.agent(), "in " + situation.workspace(), offer), by, Integer::sum);
    }

    double of(Situation situation, String offer) {
        double usual = shrunk("", "", offer, USUAL, BELIEF_IN_USUAL);
        double agents = shrunk(situation.agent(), "", offer, usual, BELIEF_IN_GENERAL);
        return shrunk(situation.agent(), "in " + situation.workspace(), offer, agents, BELIEF_IN_GENERAL);
    }

    boolean isUsed(String offer) {
        return number("", "", offer) > 0;
    }

    private double shrunk(String agent, String workspace, String offer, double general, double belief) {
        return (number(agent, workspace, offer) + belief * general) / (number(agent, workspace, "") + belief);
    }

    private int number(String agent, String workspace, String offer) {
        return counts.getOrDefault(new Key(agent, workspace, offer), 0);
    }
}
