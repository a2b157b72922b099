package dev.writ.improvement.pattern;

import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.entity.TreeVersions;
import dev.writ.insight.Period;
import dev.writ.store.Database;
import dev.writ.tool.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request that was completed, and the calls that did it, in order.
 *
 * @param request the user's words
 * @param agent who was asked to do it
 */
record RecordedTree(String task, String request, String agent, List<Made> calls) {
    private static final int MOST_TREES = 500;
    static final int MOST_CALLS = 12;
    static final int LEAST_CALLS = 2;

    /** @param hash of the arguments as they were */
    record Made(String operation, ObjectNode arguments, String hash) {}

    RecordedTree {
        calls = List.copyOf(calls);
    }

    List<String> operations() {
        return calls.stream().map(Made::operation).toList();
    }

    /**
     * The newest of the period that can be repeated: few calls, whose arguments are on record as they were; what held a
     * secret, or was too long to be kept, is not. Talk with the user and asking for tools are no part of the work.
     */
    static List<RecordedTree> newest(Database database, Period period) {
        return database.read(handle -> handle
                .createQuery("""
                        SELECT id, instruction, agent, process FROM tasks
                        WHERE created_at >= :from AND created_at < :until AND state = 'completed' AND parent = ''
                          AND process IN ('neutral_task', 'outside_agent') AND
                        """ + TreeVersions.notRunAgain("tasks.tree") + """
                        ORDER BY created_at DESC, id DESC LIMIT :most
                        """)
                .bind("from", period.from().toEpochMilli())
                .bind("until", period.until().toEpochMilli())
                .bind("most", MOST_TREES)
                .map((row, context) -> new RecordedTree(
                        row.getString("id"), row.getString("instruction"), row.getString("agent"), List.of()))
                .list()
                .reversed()
                .stream()
                .flatMap(tree -> tree.withCalls(handle).stream())
                .toList());
    }

    private Optional<RecordedTree> withCalls(Handle handle) {
        List<Made> made = new ArrayList<>(handle.createQuery("""
                        SELECT tool || '.' || operation AS operation, arguments, arguments_hash FROM tool_usage_events
                        WHERE tree = :tree AND outcome = 'succeeded' AND tool NOT IN ('core', 'message_user')
                        ORDER BY started_at, call LIMIT :most
                        """)
                .bind("tree", task)
                .bind("most", MOST_CALLS + 1)
                .map((row, context) -> new Made(
                        row.getString("operation"),
                        arguments(row.getString("arguments")),
                        row.getString("arguments_hash")))
                .list());
        boolean repeatable = made.size() >= LEAST_CALLS
                && made.size() <= MOST_CALLS
                && made.stream()
                        .allMatch(call ->
                                Sha256.of(Json.canonical(call.arguments())).equals(call.hash()));
        return repeatable ? Optional.of(new RecordedTree(task, request, agent, made)) : Optional.empty();
    }

    private static ObjectNode arguments(String json) {
        try {
            return Json.parseObject(json);
        } catch (WritException e) {
            return Json.object();
        }
    }
}
