package dev.writ.permission;

import dev.writ.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.JsonNode;

/**
 * What is on record of one request: its ceiling, whom each of its tasks served, and all grants there ever were in it.
 *
 * @param grants by the task that they were for
 */
record PastTree(Ceiling ceiling, Map<String, Worker> workers, Map<String, List<PastGrant>> grants) {
    /** @param delegatedBy the task whose agent asked for this one; empty where none did */
    record Worker(String agent, String delegatedBy) {}

    static Optional<PastTree> read(Handle handle, String tree) {
        return handle.createQuery("SELECT ceiling FROM trees WHERE id = :tree")
                .bind("tree", tree)
                .mapTo(String.class)
                .findOne()
                .map(ceiling ->
                        new PastTree(Ceiling.read(Json.parse(ceiling)), workers(handle, tree), grants(handle, tree)));
    }

    private static Map<String, Worker> workers(Handle handle, String tree) {
        Map<String, Worker> workers = new HashMap<>();
        handle.createQuery("SELECT id, agent, delegated_by FROM tasks WHERE tree = :tree")
                .bind("tree", tree)
                .map((row, context) -> Map.entry(
                        row.getString("id"), new Worker(row.getString("agent"), row.getString("delegated_by"))))
                .forEach(entry -> workers.put(entry.getKey(), entry.getValue()));
        return workers;
    }

    private static Map<String, List<PastGrant>> grants(Handle handle, String tree) {
        Map<String, List<Change>> changes = changes(handle, tree);
        AssignmentFilter all = AssignmentFilter.all().inTree(tree).atMost(Integer.MAX_VALUE);
        return AssignmentTable.list(handle, all).reversed().stream()
                .map(AssignmentView::assignment)
                .filter(assignment -> changes.containsKey(assignment.id()))
                .map(assignment -> grant(assignment, changes.getOrDefault(assignment.id(), List.of())))
                .collect(Collectors.groupingBy(PastGrant::task));
    }

    private record Change(String grant, long seq, String type, JsonNode data) {}

    /** How grants were given, narrowed and ended; their rows tell only how they stood at last. */
    private static Map<String, List<Change>> changes(Handle handle, String tree) {
        return handle
                .createQuery(
                        "SELECT entity, seq, type, data FROM events WHERE tree = :tree AND kind = 'grant' ORDER BY seq")
                .bind("tree", tree)
                .map((row, context) -> new Change(
                        row.getString("entity"),
                        row.getLong("seq"),
                        row.getString("type"),
                        Json.parse(row.getString("data"))))
                .list()
                .stream()
                .collect(Collectors.groupingBy(Change::grant));
    }

    private static PastGrant grant(Assignment atLast, List<Change> changes) {
        List<PastGrant.Form> forms = new ArrayList<>();
        Optional<Long> end = Optional.empty();
        for (Change change : changes) {
            switch (change.type()) {
                case GrantEvents.ISSUED, GrantEvents.NARROWED ->
                    forms.add(new PastGrant.Form(change.seq(), GrantEvents.limited(atLast, change.data())));
                default -> end = Optional.of(change.seq());
            }
        }
        return new PastGrant(forms, end);
    }

    Optional<PastGrant> grant(String task, String id) {
        return grants.getOrDefault(task, List.of()).stream()
                .filter(grant -> grant.id().equals(id))
                .findFirst();
    }
}
