package dev.writ.insight.activity;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Counts events. What an event does not say itself is looked up in the records it is about. */
final class Counting {
    private static final long MILLI = 1_000_000;

    /** Activities of one stretch of time. */
    record Slot(Grain grain, long at, Activity activity) {}

    private record Lifetime(String agent, String tool, String origin, boolean used) {}

    private final Handle handle;
    private final Map<Slot, Tally> tallies = new HashMap<>();

    Counting(Handle handle) {
        this.handle = handle;
    }

    Map<Slot, Tally> tallies() {
        return tallies;
    }

    void count(Observed event) {
        switch (event.type()) {
            case "tool.started" -> check(event);
            case "tool.succeeded", "tool.failed" -> call(event);
            case "tool.denied" -> {
                check(event);
                call(event);
                refused(event, event.text("tool"), event.text("rule"));
            }
            case "grant.refused" -> refused(event, event.text("tool"), event.text("rule"));
            case "model.called" -> model(event);
            case "task.state_changed" -> takenUp(event);
            case "grant.issued" -> assigned(event);
            case "approval.approved", "approval.denied", "approval.expired" -> decided(event);
            default -> grantEnded(event);
        }
    }

    private void check(Observed event) {
        long nanos = event.number("check_nanos");
        if (nanos > 0) {
            Tally tally = tally(event, Stage.PERMISSION_CHECK, event.text("tool"), event.text("operation"));
            tally.count(event.seq(), event.outcome());
            tally.time(nanos);
        }
    }

    private void call(Observed event) {
        Stage stage = event.text("waited").isEmpty() ? Stage.TOOL : Stage.WAITING;
        Tally tally = tally(event, stage, event.text("tool"), event.text("operation"));
        tally.count(event.seq(), event.outcome());
        tally.bytes += event.number("bytes");
        if (!event.type().equals("tool.denied")) {
            tally.time(event.nanos());
        }
    }

    private void refused(Observed event, String tool, String rule) {
        tally(event, Stage.DENIAL, tool, rule).count(event.seq(), "denied");
    }

    private void model(Observed event) {
        Tally tally = tally(event, Stage.MODEL, event.text("model"), "");
        tally.count(event.seq(), event.outcome());
        tally.tokens += event.number("input_tokens") + event.number("output_tokens");
        tally.costMicros += event.number("cost_micros");
        tally.time(event.nanos());
    }

    private void takenUp(Observed event) {
        if (!event.text("from").equals("created")) {
            return;
        }
        handle.createQuery("SELECT agent, process, created_at FROM tasks WHERE id = :id")
                .bind("id", event.task())
                .map((row, context) -> {
                    Activity activity = new Activity(Stage.QUEUE, row.getString("agent"), row.getString("process"), "");
                    return timed(event, activity, event.at() - row.getLong("created_at"));
                })
                .findOne();
    }

    /** The time since the task's last request; a grant that was not asked for has none. */
    private void assigned(Observed event) {
        if (!event.text("approved_by").equals("policy")) {
            return;
        }
        Optional<Long> asked = handle.createQuery("""
                        SELECT at FROM events
                        WHERE kind = 'task' AND entity = :task AND seq < :seq AND type = 'grant.requested'
                        ORDER BY seq DESC LIMIT 1
                        """)
                .bind("task", event.task())
                .bind("seq", event.seq())
                .mapTo(Long.class)
                .findOne();
        asked.filter(at -> !event.text("reason").startsWith("predicted:"))
                .ifPresent(at -> timed(
                        event, new Activity(Stage.ASSIGNMENT, event.agent(), event.text("tool"), ""), event.at() - at));
    }

    private void decided(Observed event) {
        String agent = handle.createQuery("SELECT agent FROM approvals WHERE id = :id")
                .bind("id", event.entity())
                .mapTo(String.class)
                .findOne()
                .orElse("");
        Tally tally = tally(event.at(), new Activity(Stage.APPROVAL, agent, event.text("tool"), event.outcome()));
        tally.count(event.seq(), event.outcome());
        tally.time(event.nanos());
    }

    private void grantEnded(Observed event) {
        handle.createQuery("SELECT agent, tool, approved_by, reason, uses FROM task_tool_assignments WHERE id = :id")
                .bind("id", event.entity())
                .map((row, context) -> new Lifetime(
                        row.getString("agent"),
                        row.getString("tool"),
                        origin(row.getString("approved_by"), row.getString("reason")),
                        row.getLong("uses") > 0))
                .findOne()
                .ifPresent(grant -> {
                    Tally tally =
                            tally(event.at(), new Activity(Stage.GRANT, grant.agent(), grant.tool(), grant.origin()));
                    tally.count(event.seq(), grant.used() ? "succeeded" : "failed");
                    tally.time(event.nanos());
                });
    }

    private static String origin(String approvedBy, String reason) {
        if (!approvedBy.equals("policy")) {
            return "person";
        }
        return reason.startsWith("predicted:") ? "predicted" : "policy";
    }

    private Tally timed(Observed event, Activity activity, long millis) {
        Tally tally = tally(event.at(), activity);
        tally.count(event.seq(), "succeeded");
        tally.time(Math.max(0, millis) * MILLI);
        return tally;
    }

    private Tally tally(Observed event, Stage stage, String subject, String detail) {
        return tally(event.at(), new Activity(stage, event.agent(), subject, detail));
    }

    private Tally tally(long at, Activity activity) {
        long hour = Grain.HOUR.start(Instant.ofEpochMilli(at)).toEpochMilli();
        return tallies.computeIfAbsent(new Slot(Grain.HOUR, hour, activity), slot -> new Tally());
    }
}
