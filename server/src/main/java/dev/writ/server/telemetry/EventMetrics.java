package dev.writ.server.telemetry;

import dev.writ.event.Event;
import dev.writ.event.EventFilter;
import dev.writ.event.EventLog;
import dev.writ.insight.anomaly.AnomalyKind;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.time.Duration;
import java.util.List;

/** Counts what happened, for Prometheus. Labels are short lists: never the id of a task, a call or an agent at work. */
final class EventMetrics implements EventSink {
    private static final double[] CALLS = {.001, .005, .01, .05, .1, .5, 1, 5, 30, 120, 600};
    private static final double[] TASKS = {.01, .1, 1, 5, 15, 60, 300, 900, 3_600, 14_400, 86_400};
    private static final double[] GRANTS = {.001, .01, .1, 1, 10, 60, 600, 3_600, 14_400, 86_400, 172_800};
    private static final double[] CHECKS = {1e-6, 2e-6, 5e-6, 1e-5, 2e-5, 5e-5, 1e-4, 1e-3, 1e-2};
    private static final double MICROS_PER_DOLLAR = 1e6;

    private final EventLog events;
    private final BoundedNames tools;
    private final BoundedNames models;
    private final BoundedNames rules = BoundedNames.of(40);
    private final Counter tasks;
    private final Histogram taskDurations;
    private final Counter calls;
    private final Histogram callDurations;
    private final Counter denials;
    private final Histogram checks;
    private final Counter requests;
    private final Histogram waits;
    private final Histogram lifetimes;
    private final Counter modelCalls;
    private final Histogram modelDurations;
    private final Counter tokens;
    private final Counter cost;
    private final Counter anomalies;

    /** @param events where the request is found that a grant answers */
    EventMetrics(PrometheusRegistry registry, EventLog events, BoundedNames tools, BoundedNames models) {
        this.events = events;
        this.tools = tools;
        this.models = models;
        this.tasks = counter(registry, "writ_tasks", "Tasks that ended.", "status", "level");
        this.taskDurations = times(
                registry, "writ_task_duration", "From the creation of a task to its end.", TASKS, "status", "level");
        this.calls = counter(registry, "writ_tool_calls", "Calls at the gateway that ended.", "tool", "outcome");
        this.callDurations =
                times(registry, "writ_tool_call", "How long calls ran that waited for nobody.", CALLS, "tool");
        this.denials = counter(registry, "writ_tool_denied", "Calls that a rule denied.", "tool", "rule");
        this.checks = times(registry, "writ_permission_check", "How long the decision on a call took.", CHECKS);
        this.requests = counter(registry, "writ_grant_requests", "Answers to requests for tools.", "decision");
        this.waits = times(registry, "writ_grant_wait", "From a request for tools to its answer.", GRANTS, "decision");
        this.lifetimes = times(registry, "writ_grant_lifetime", "How long grants lived.", GRANTS, "end");
        this.modelCalls = counter(registry, "writ_model_calls", "Calls of models.", "model", "outcome");
        this.modelDurations = times(registry, "writ_model_call", "How long models took.", CALLS, "model");
        this.tokens = counter(registry, "writ_model_tokens", "Tokens sent and received.", "model", "direction");
        this.cost = counter(registry, "writ_model_cost_dollars", "What models cost, where prices are known.", "model");
        this.anomalies = counter(registry, "writ_anomalies", "Behaviour out of the ordinary.", "kind");
        beginAtZero();
    }

    /** So that the first of a kind shows as an increase, and alerts have something to look at. */
    private void beginAtZero() {
        for (String status : List.of("completed", "failed", "cancelled")) {
            for (String level : List.of("request", "subtask")) {
                tasks.initLabelValues(status, level);
                taskDurations.initLabelValues(status, level);
            }
        }
        for (String decision : List.of("auto", "approved", "denied", "expired", "refused")) {
            requests.initLabelValues(decision);
            waits.initLabelValues(decision);
        }
        for (String end : List.of("expired", "revoked", "used_up", "unused", "ended")) {
            lifetimes.initLabelValues(end);
        }
        for (AnomalyKind kind : AnomalyKind.values()) {
            anomalies.initLabelValues(kind.id());
        }
    }

    private static Counter counter(PrometheusRegistry registry, String name, String help, String... labels) {
        return Counter.builder().name(name).help(help).labelNames(labels).register(registry);
    }

    private static Histogram times(
            PrometheusRegistry registry, String name, String help, double[] bounds, String... labels) {
        return Histogram.builder()
                .name(name)
                .unit(Unit.SECONDS)
                .help(help)
                .labelNames(labels)
                .classicOnly()
                .classicUpperBounds(bounds)
                .register(registry);
    }

    @Override
    public void take(Event event) {
        switch (event.type()) {
            case "task.completed", "task.failed", "task.cancelled" -> ended(event);
            case "tool.started" -> checked(event);
            case "tool.succeeded", "tool.failed" -> called(event);
            case "tool.denied" -> denied(event);
            case "grant.issued" -> answered(event, text(event, "approved_by").equals("policy") ? "auto" : "approved");
            case "grant.refused" -> answered(event, refusal(event));
            case "grant.expired", "grant.revoked", "grant.used_up", "grant.unused", "grant.ended" ->
                lifetimes.labelValues(last(event)).observe(seconds(event.duration()));
            case "model.called" -> modelCalled(event);
            case "anomaly.raised" ->
                anomalies.labelValues(rules.of(text(event, "kind"))).inc();
            default -> {
                // Nothing is counted of it.
            }
        }
    }

    private void ended(Event event) {
        String level = event.task().equals(event.tree()) ? "request" : "subtask";
        taskDurations.labelValues(last(event), level).observe(seconds(event.duration()));
        tasks.labelValues(last(event), level).inc();
    }

    private void checked(Event event) {
        long nanos = event.data().path("check_nanos").asLong(0);
        if (nanos > 0) {
            checks.observe(nanos / 1e9);
        }
    }

    private void called(Event event) {
        String tool = tools.of(text(event, "tool"));
        calls.labelValues(tool, event.outcome()).inc();
        if (text(event, "waited").isEmpty()) {
            callDurations.labelValues(tool).observe(seconds(event.duration()));
        }
    }

    private void denied(Event event) {
        String tool = tools.of(text(event, "tool"));
        calls.labelValues(tool, "denied").inc();
        denials.labelValues(tool, rules.of(text(event, "rule"))).inc();
        checked(event);
    }

    private static String refusal(Event event) {
        return switch (text(event, "code")) {
            case "approval_denied" -> "denied";
            case "approval_expired" -> "expired";
            default -> "refused";
        };
    }

    private void answered(Event event, String decision) {
        EventFilter asked = EventFilter.all()
                .inTree(event.tree())
                .ofTask(event.task())
                .ofType("grant.requested")
                .between(EventFilter.all().from(), event.at().plusMillis(1));
        events.find(asked.newestFirst(true).atMost(1)).stream()
                .findFirst()
                .ifPresent(request ->
                        waits.labelValues(decision).observe(seconds(Duration.between(request.at(), event.at()))));
        requests.labelValues(decision).inc();
    }

    private void modelCalled(Event event) {
        String model = models.of(text(event, "model"));
        modelCalls.labelValues(model, event.outcome()).inc();
        modelDurations.labelValues(model).observe(seconds(event.duration()));
        tokens.labelValues(model, "input").inc(event.data().path("input_tokens").asLong(0));
        tokens.labelValues(model, "output")
                .inc(event.data().path("output_tokens").asLong(0));
        cost.labelValues(model).inc(event.data().path("cost_micros").asLong(0) / MICROS_PER_DOLLAR);
    }

    private static String last(Event event) {
        return event.type().substring(event.type().indexOf('.') + 1);
    }

    private static String text(Event event, String name) {
        return event.data().path(name).asString("");
    }

    private static double seconds(Duration duration) {
        return Math.max(0, duration.toNanos() / 1e9);
    }
}
