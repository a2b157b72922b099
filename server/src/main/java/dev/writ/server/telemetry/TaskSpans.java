package dev.writ.server.telemetry;

import static dev.writ.server.telemetry.TelemetryNames.AGENT_NAME;
import static dev.writ.server.telemetry.TelemetryNames.CONVERSATION;
import static dev.writ.server.telemetry.TelemetryNames.INVOKE_AGENT;
import static dev.writ.server.telemetry.TelemetryNames.INVOKE_WORKFLOW;
import static dev.writ.server.telemetry.TelemetryNames.OPERATION;
import static dev.writ.server.telemetry.TelemetryNames.TASK;
import static dev.writ.server.telemetry.TelemetryNames.WORKFLOW_NAME;

import dev.writ.event.Event;
import dev.writ.task.Task;
import dev.writ.task.TaskStore;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.time.Instant;
import java.util.List;

/**
 * A span for each task that ended: {@code invoke_workflow} around a request and around each process, {@code invoke_agent}
 * around the work of an agent, {@code writ.grant.request} around a request for tools.
 */
final class TaskSpans implements EventSink {
    private static final String ASKS_FOR_TOOLS = "need_more_tools";

    private final SpanWriter spans;
    private final TaskStore tasks;
    private final GrantMarks grants;
    private final TraceBook traces;
    private final double sample;

    TaskSpans(SpanWriter spans, TaskStore tasks, GrantMarks grants, TraceBook traces, double sample) {
        this.spans = spans;
        this.tasks = tasks;
        this.grants = grants;
        this.traces = traces;
        this.sample = sample;
    }

    @Override
    public void take(Event event) {
        boolean ended =
                List.of("task.completed", "task.failed", "task.cancelled").contains(event.type());
        String trace = TraceIds.trace(event.tree());
        if (ended && TraceIds.isSampled(trace, sample)) {
            write(tasks.get(event.task()), event, trace);
        }
    }

    private void write(Task task, Event event, String trace) {
        Instant end = event.at().isBefore(task.createdAt()) ? task.createdAt() : event.at();
        String failure =
                switch (event.outcome()) {
                    case "failed" -> event.data().path("code").asString("failed");
                    case "cancelled" -> "cancelled";
                    default -> "";
                };
        boolean isRequest = task.parent().isEmpty();
        boolean asksForTools = task.process().equals(ASKS_FOR_TOOLS);
        if (isRequest && !task.agent().isEmpty()) {
            spans.write(SpanPlan.of(
                            trace,
                            TraceIds.request(task.tree()),
                            "",
                            INVOKE_WORKFLOW + " " + task.process(),
                            task.createdAt(),
                            end)
                    .with(attributes(task, INVOKE_WORKFLOW))
                    .failed(failure));
        }
        SpanPlan plan = SpanPlan.of(trace, TraceIds.task(task.id()), above(task), name(task), task.createdAt(), end)
                .with(asksForTools ? grants.attributes(task) : attributes(task, operation(task)))
                .marked(asksForTools ? grants.of(task, end) : List.of())
                .failed(failure);
        spans.write(linkedToCall(plan, task));
    }

    private static String name(Task task) {
        if (task.process().equals(ASKS_FOR_TOOLS)) {
            return TelemetryNames.GRANT_REQUEST;
        }
        return operation(task) + " " + (task.agent().isEmpty() ? task.process() : task.agent());
    }

    private static String operation(Task task) {
        return task.agent().isEmpty() ? INVOKE_WORKFLOW : INVOKE_AGENT;
    }

    private String above(Task task) {
        if (task.parent().isEmpty()) {
            return task.agent().isEmpty() ? "" : TraceIds.request(task.tree());
        }
        return TraceIds.isStartedByCall(task.id()) && !isOfOtherTrace(task)
                ? TraceIds.callThatStarted(task.id())
                : TraceIds.task(task.parent());
    }

    /** Whether the call that started it is in its client's trace; the two are then linked. */
    private boolean isOfOtherTrace(Task task) {
        return TraceIds.isStartedByCall(task.id())
                && traces.startedBy(TraceIds.callThatStarted(task.id())).isPresent();
    }

    private SpanPlan linkedToCall(SpanPlan plan, Task task) {
        return TraceIds.isStartedByCall(task.id())
                ? traces.startedBy(TraceIds.callThatStarted(task.id()))
                        .map(client -> plan.linkedTo(client.trace(), TraceIds.callThatStarted(task.id())))
                        .orElse(plan)
                : plan;
    }

    private static Attributes attributes(Task task, String operation) {
        AttributesBuilder attributes = Attributes.builder()
                .put(OPERATION, operation)
                .put(CONVERSATION, task.tree())
                .put(TASK, task.id())
                .put(WORKFLOW_NAME, task.process());
        if (operation.equals(INVOKE_AGENT)) {
            attributes.put(AGENT_NAME, task.agent());
        }
        return attributes.build();
    }
}
