package dev.writ.insight.activity;

import dev.writ.insight.Period;
import java.util.List;

/**
 * Who used what.
 *
 * @param period as counted: whole hours
 * @param operations by agent and operation, the most used first
 * @param models by agent and model, the most called first
 * @param grants by agent and tool, the most granted first
 */
public record UsageReport(
        Period period,
        Tally calls,
        List<Line> tools,
        List<Line> agents,
        List<Line> operations,
        List<Line> models,
        List<GrantUse> grants,
        Prediction prediction,
        List<Recommendation> recommendations) {

    /** Texts by which the line is not told apart are empty. */
    public record Line(String agent, String subject, String detail, Tally tally) {}

    /**
     * Grants that ended in the period, by how they came about, and those that live now.
     *
     * @param predicted given at a task's start without having been asked for
     * @param requested asked for by the agent
     * @param liveUnused of those alive, how many have not been used yet
     */
    public record GrantUse(
            String agent,
            String tool,
            long predicted,
            long predictedUsed,
            long requested,
            long requestedUsed,
            long live,
            long liveUnused) {
        public long ended() {
            return predicted + requested;
        }

        public long unused() {
            return ended() - predictedUsed - requestedUsed;
        }
    }

    /** Predicted against used, over all grants that ended in the period. */
    public record Prediction(long predicted, long predictedUsed, long requestedUsed) {
        /** Share of what was predicted that was used; 0 where nothing was predicted. */
        public double precision() {
            return predicted == 0 ? 0 : (double) predictedUsed / predicted;
        }

        /** Share of what was used that had been predicted; 0 where nothing was used. */
        public double recall() {
            long used = predictedUsed + requestedUsed;
            return used == 0 ? 0 : (double) predictedUsed / used;
        }
    }

    /**
     * Something to think about, with the figures that led to it.
     *
     * @param kind unused_grants, unreliable_operation, denied_often, predict or idle_tool
     */
    public record Recommendation(String kind, String agent, String subject, String detail, String sentence) {}
}
