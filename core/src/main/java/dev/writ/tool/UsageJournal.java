package dev.writ.tool;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.event.AuditedRow;
import dev.writ.event.AuditedTable;
import dev.writ.event.EventLog;
import dev.writ.event.NewEvent;
import dev.writ.permission.UseCounter;
import dev.writ.store.Transaction;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.jdbi.v3.core.statement.Update;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes {@code tool_usage_events}: second and fourth step of the gateway. All methods are part of the caller's
 * transaction.
 */
final class UsageJournal {
    /** A call may run while all of this holds in the database, whatever any node's memory says. */
    private static final String STILL_ALLOWED = """
            EXISTS (SELECT 1 FROM tasks
                    WHERE id = :task AND tree = :tree AND finished_at IS NULL AND stop_asked = '')
            AND (:tool = 'core'
                 OR EXISTS (SELECT 1 FROM available_tools WHERE name = :tool AND status = 'active'))
            AND (:assignment = ''
                 OR EXISTS (SELECT 1 FROM task_tool_assignments
                            WHERE id = :assignment AND expires_at > :now
                              AND ((state = 'live' AND (maximum_uses = 0 OR uses < maximum_uses))
                                   OR (:counted = 1 AND state IN ('live', 'used_up')))))
            AND ((:tool = 'core' AND :operation = 'end_task')
                 OR NOT EXISTS (SELECT 1 FROM suspensions WHERE kind = 'agent' AND subject = :agent))
            AND NOT EXISTS (SELECT 1 FROM suspensions WHERE kind = 'grant' AND subject = :assignment)
            """;

    /** The labels of the task at this moment; empty where there is no such task. */
    private static final String LABELS = """
            COALESCE((SELECT integrity FROM tasks WHERE id = :task), ''),
            COALESCE((SELECT confidentiality FROM tasks WHERE id = :task), '')
            """;

    private final EventLog events;
    private final UseCounter uses;
    private final InstantSource clock;

    UsageJournal(EventLog events, UseCounter uses, InstantSource clock) {
        this.events = events;
        this.uses = uses;
        this.clock = clock;
    }

    /** The intent of a call on record: proof that it may run. */
    record Intent(Instant startedAt, String event) {}

    /** Whether the intent could be written; where not, nothing was written and nothing may run. */
    sealed interface Begun {
        record Yes(Intent intent) implements Begun {}

        /** Something the call needs is gone from the database. */
        record Refused(ToolOutcome outcome) implements Begun {}

        /** The call id is on record already. */
        record Taken() implements Begun {}
    }

    /**
     * Writes the intent if all the call needs is live in the database, and counts the use.
     *
     * @throws UseRefused when the use could not be counted; the transaction must then fail, and the intent with it
     */
    Begun begin(Transaction transaction, CallRecord call) {
        Instant startedAt = call.earlier()
                .map(earlier -> earlier.startedAt().plusMillis(1))
                .filter(clock.instant()::isBefore)
                .orElseGet(clock::instant);
        boolean written = call.earlier().isPresent()
                ? begunAgain(transaction, call, startedAt)
                : begunFirst(transaction, call, startedAt);
        if (!written) {
            return onRecord(transaction, call)
                    ? new Begun.Taken()
                    : new Begun.Refused(RefusedIntent.why(transaction, call, clock.millis()));
        }
        boolean counted =
                call.assignment().isEmpty() || call.alreadyCounted() || uses.useCounted(transaction, call.assignment());
        if (!counted || !othersLive(transaction, call)) {
            throw new UseRefused();
        }
        NewEvent started = call.decided("tool.started")
                .with("arguments_hash", call.arguments().hash());
        if (call.earlier().isPresent()) {
            started = started.with("attempt", attempts(transaction, call) + 1);
        }
        return new Begun.Yes(new Intent(startedAt, events.append(transaction, started, changed(call))));
    }

    /** What the start of a call changes: its record, and the grant under which it is counted. */
    private static List<AuditedRow> changed(CallRecord call) {
        AuditedRow row = AuditedTable.CALL.row(call.context().callId());
        return call.assignment().isEmpty() ? List.of(row) : List.of(row, AuditedTable.GRANT.row(call.assignment()));
    }

    /** Whether the assignments that are needed besides the counted one live, too. */
    private boolean othersLive(Transaction transaction, CallRecord call) {
        for (String assignment : call.assignments()) {
            if (!assignment.equals(call.assignment()) && !isLive(transaction, assignment)) {
                return false;
            }
        }
        return true;
    }

    private boolean isLive(Transaction transaction, String assignment) {
        return transaction
                .handle()
                .createQuery("""
                        SELECT EXISTS (SELECT 1 FROM task_tool_assignments
                                       WHERE id = :id AND state = 'live' AND expires_at > :now)
                           AND NOT EXISTS (SELECT 1 FROM suspensions WHERE kind = 'grant' AND subject = :id)
                        """)
                .bind("id", assignment)
                .bind("now", clock.millis())
                .mapTo(Boolean.class)
                .one();
    }

    private boolean begunFirst(Transaction transaction, CallRecord call, Instant startedAt) {
        Update insert = transaction
                .handle()
                .createUpdate("""
                        INSERT INTO tool_usage_events (call, task, tree, agent, tool, operation, assignment, authority,
                                                       arguments_hash, arguments, accesses, effect, started_at, outcome,
                                                       integrity, confidentiality)
                        SELECT :call, :task, :tree, :agent, :tool, :operation, :assignment, :authority,
                               :hash, :arguments, :accesses, :effect, :startedAt, 'started',
                        """ + LABELS + " WHERE " + STILL_ALLOWED + "ON CONFLICT (call) DO NOTHING");
        return bindNeeds(bind(insert, call), call)
                        .bind("startedAt", startedAt.toEpochMilli())
                        .execute()
                == 1;
    }

    private boolean begunAgain(Transaction transaction, CallRecord call, Instant startedAt) {
        Update update = transaction.handle().createUpdate("""
                        UPDATE tool_usage_events
                        SET assignment = :assignment, authority = :authority, started_at = :startedAt
                        WHERE call = :call AND outcome = 'started' AND started_at = :before AND\s
                        """ + STILL_ALLOWED);
        return bindNeeds(update, call)
                        .bind("call", call.context().callId())
                        .bind("authority", call.authorityWord())
                        .bind("startedAt", startedAt.toEpochMilli())
                        .bind("before", before(call))
                        .execute()
                == 1;
    }

    /** Whether another than this call holds its id: any row for a first try, a changed one for a repetition. */
    private static boolean onRecord(Transaction transaction, CallRecord call) {
        return UsageRecords.find(transaction.handle(), call.context().callId())
                .filter(row -> !(call.earlier().isPresent()
                        && row.unfinished()
                        && row.startedAt().toEpochMilli() == before(call)))
                .isPresent();
    }

    private static long before(CallRecord call) {
        return call.earlier().map(earlier -> earlier.startedAt().toEpochMilli()).orElse(0L);
    }

    private static long attempts(Transaction transaction, CallRecord call) {
        return transaction
                .handle()
                .createQuery("""
                        SELECT COUNT(*) FROM events
                        WHERE kind = 'tool_call' AND entity = :call AND type = 'tool.started'
                        """)
                .bind("call", call.context().callId())
                .mapTo(Long.class)
                .one();
    }

    /** Writes the outcome of a call that did not run. False where the call id is on record already. */
    boolean refused(Transaction transaction, CallRecord call, CallEnd end) {
        if (call.earlier().isPresent()) {
            return ended(transaction, call, before(call), end, "");
        }
        Update insert = transaction.handle().createUpdate("""
                        INSERT INTO tool_usage_events (call, task, tree, agent, tool, operation, assignment, authority,
                                                       arguments_hash, arguments, accesses, effect, started_at,
                                                       finished_at, outcome, rule, failure, summary, bytes,
                                                       duration_micros, layers, integrity, confidentiality)
                        SELECT :call, :task, :tree, :agent, :tool, :operation, :assignment, :authority,
                               :hash, :arguments, :accesses, :effect, :now,
                               :now, :outcome, :rule, :failure, :summary, :bytes, :micros, :layers,
                        """ + LABELS + " WHERE 1 = 1 ON CONFLICT (call) DO NOTHING");
        boolean written =
                bindEnd(bind(insert, call), end).bind("layers", end.layers()).execute() == 1;
        if (written) {
            append(transaction, call, end, "");
        }
        return written;
    }

    /** @throws WritException with {@code conflict} where the record says that the call ended, or was started anew */
    void finished(Transaction transaction, CallRecord call, Intent intent, CallEnd end) {
        if (!ended(transaction, call, intent.startedAt().toEpochMilli(), end, intent.event())) {
            throw new WritException(
                    FailureCode.CONFLICT,
                    "The end of call " + call.context().callId() + " was recorded by somebody else meanwhile.",
                    "Read the call's record; this end was not kept.");
        }
    }

    private boolean ended(Transaction transaction, CallRecord call, long startedAt, CallEnd end, String cause) {
        Update update = transaction.handle().createUpdate("""
                        UPDATE tool_usage_events
                        SET finished_at = CASE WHEN :outcome = 'waiting' THEN NULL ELSE :now END, outcome = :outcome,
                            rule = :rule, failure = :failure, summary = :summary, bytes = :bytes,
                            duration_micros = :micros, layers = :layers, cut = :cut
                        WHERE call = :call AND outcome = 'started' AND started_at = :startedAt
                        """);
        boolean written = bindEnd(update, end)
                        .bind("call", call.context().callId())
                        .bind("layers", end.layers())
                        .bind("cut", end.cut())
                        .bind("startedAt", startedAt)
                        .execute()
                == 1;
        if (written) {
            append(transaction, call, end, cause);
        }
        return written;
    }

    /** Ends a call that waited. False where it does not wait. */
    boolean waitEnded(Transaction transaction, CallRecord call, CallEnd end) {
        Update update = transaction.handle().createUpdate("""
                        UPDATE tool_usage_events
                        SET finished_at = :now, outcome = :outcome, rule = :rule, failure = :failure,
                            summary = :summary, bytes = :bytes, duration_micros = :micros
                        WHERE call = :call AND outcome = 'waiting'
                        """);
        boolean written =
                bindEnd(update, end).bind("call", call.context().callId()).execute() == 1;
        if (written) {
            append(transaction, call, event(call, end).with("waited", "yes"), end, "");
        }
        return written;
    }

    private void append(Transaction transaction, CallRecord call, CallEnd end, String cause) {
        append(transaction, call, event(call, end), end, cause);
    }

    private void append(Transaction transaction, CallRecord call, NewEvent event, CallEnd end, String cause) {
        events.append(
                transaction,
                event.causedBy(cause).ended(end.outcome().word(), end.duration()),
                AuditedTable.CALL.row(call.context().callId()));
    }

    private static NewEvent event(CallRecord call, CallEnd end) {
        return switch (end.outcome()) {
            case ToolOutcome.Succeeded ignored -> call.event("tool.succeeded").with("bytes", end.bytes());
            case ToolOutcome.Failed ignored -> {
                ObjectNode failure = Json.parseObject(end.failure());
                yield call.event("tool.failed")
                        .with("code", failure.path("code").asString(""))
                        .with("message", failure.path("message").asString(""));
            }
            case ToolOutcome.Denied ignored ->
                call.decided("tool.denied")
                        .with("rule", end.rule())
                        .with(
                                "sentence",
                                Json.parseObject(end.failure()).path("message").asString(""));
            case ToolOutcome.Waiting ignored -> call.event("tool.waiting");
        };
    }

    private Update bind(Update statement, CallRecord call) {
        return statement
                .bind("call", call.context().callId())
                .bind("task", call.context().task())
                .bind("tree", call.context().tree())
                .bind("agent", call.context().agent())
                .bind("tool", call.tool())
                .bind("operation", call.operation())
                .bind("assignment", call.assignment())
                .bind("authority", call.authorityWord())
                .bind("hash", call.arguments().hash())
                .bind("arguments", call.arguments().redacted())
                .bind("accesses", call.accesses())
                .bind("effect", call.effect().name().toLowerCase(Locale.ROOT));
    }

    private Update bindNeeds(Update statement, CallRecord call) {
        return statement
                .bind("task", call.context().task())
                .bind("tree", call.context().tree())
                .bind("agent", call.context().agent())
                .bind("tool", call.tool())
                .bind("operation", call.operation())
                .bind("assignment", call.assignment())
                .bind("now", clock.millis())
                .bind("counted", call.alreadyCounted() ? 1 : 0);
    }

    private Update bindEnd(Update statement, CallEnd end) {
        return statement
                .bind("now", clock.millis())
                .bind("outcome", end.outcome().word())
                .bind("rule", end.rule())
                .bind("failure", end.failure())
                .bind("summary", end.summary())
                .bind("bytes", end.bytes())
                .bind("micros", end.duration().toNanos() / 1_000);
    }
}
