package dev.writ.insight.anomaly;

import dev.writ.insight.Period;
import dev.writ.insight.activity.StageFigures;
import dev.writ.permission.Suspensions.Suspension;
import java.util.List;
import java.util.Map;

/**
 * What was refused, and what was out of the ordinary.
 *
 * @param period as counted: whole hours
 * @param denials by agent, tool and rule, and over time
 * @param edges what agents tried just outside of what they may, the most tried first; of the newest denials only
 * @param looked how many denials the edges are of
 * @param open how many anomalies of each kind wait for a person, whenever they were raised
 * @param anomalies of the period, newest first
 */
public record SecurityReport(
        Period period,
        StageFigures denials,
        List<Edge> edges,
        long looked,
        Map<AnomalyKind, Long> open,
        List<Anomaly> anomalies,
        List<Suspension> suspensions) {
    /**
     * @param target the path, command, host or other thing tried; empty where the record has none
     * @param call the newest of them
     */
    public record Edge(
            String agent, String tool, String operation, String rule, String target, long denials, String call) {}
}
