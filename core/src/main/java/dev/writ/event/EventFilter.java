package dev.writ.event;

import java.time.Instant;
import java.util.Set;

/**
 * Which events to read. Empty texts match everything.
 *
 * @param after only events with a larger number, {@code before} only those with a smaller one
 * @param type the type itself or its first part: {@code task} matches {@code task.completed}
 * @param kinds any of these; none means every kind
 * @param from from this time on, {@code until} before this time
 * @param limit at most so many
 */
public record EventFilter(
        long after,
        long before,
        String type,
        Set<String> kinds,
        String entity,
        String tree,
        String task,
        Instant from,
        Instant until,
        int limit,
        boolean newestFirst) {
    private static final Instant FAR_FUTURE = Instant.ofEpochMilli(Long.MAX_VALUE / 2);

    /** All events, oldest first, a thousand at most. */
    public static EventFilter all() {
        return new EventFilter(0, Long.MAX_VALUE, "", Set.of(), "", "", "", Instant.EPOCH, FAR_FUTURE, 1_000, false);
    }

    public EventFilter after(long seq) {
        return new EventFilter(seq, before, type, kinds, entity, tree, task, from, until, limit, newestFirst);
    }

    public EventFilter before(long seq) {
        return new EventFilter(after, seq, type, kinds, entity, tree, task, from, until, limit, newestFirst);
    }

    public EventFilter ofType(String type) {
        return new EventFilter(after, before, type, kinds, entity, tree, task, from, until, limit, newestFirst);
    }

    public EventFilter about(String kind, String entity) {
        return new EventFilter(
                after,
                before,
                type,
                kind.isEmpty() ? Set.of() : Set.of(kind),
                entity,
                tree,
                task,
                from,
                until,
                limit,
                newestFirst);
    }

    public EventFilter ofKinds(String... kinds) {
        return new EventFilter(after, before, type, Set.of(kinds), entity, tree, task, from, until, limit, newestFirst);
    }

    public EventFilter inTree(String tree) {
        return new EventFilter(after, before, type, kinds, entity, tree, task, from, until, limit, newestFirst);
    }

    public EventFilter ofTask(String task) {
        return new EventFilter(after, before, type, kinds, entity, tree, task, from, until, limit, newestFirst);
    }

    public EventFilter between(Instant from, Instant until) {
        return new EventFilter(after, before, type, kinds, entity, tree, task, from, until, limit, newestFirst);
    }

    public EventFilter atMost(int limit) {
        return new EventFilter(after, before, type, kinds, entity, tree, task, from, until, limit, newestFirst);
    }

    public EventFilter newestFirst(boolean newestFirst) {
        return new EventFilter(after, before, type, kinds, entity, tree, task, from, until, limit, newestFirst);
    }

    /** Whether every event that is still to come, of the right type and subject, is among those. */
    boolean isOpenEnded() {
        return !newestFirst && before == Long.MAX_VALUE && from.equals(Instant.EPOCH) && until.equals(FAR_FUTURE);
    }

    boolean fits(Event event) {
        return fits(event.type(), event.kind(), event.entity(), event.tree(), event.task());
    }

    /** Whether an event that is being appended can be among those; its number and its time are not looked at. */
    boolean fits(NewEvent event) {
        return fits(event.type(), event.kind(), event.entity(), event.tree(), event.task());
    }

    private boolean fits(String itsType, String itsKind, String itsEntity, String itsTree, String itsTask) {
        return (type.isEmpty() || itsType.equals(type) || itsType.startsWith(type + "."))
                && (kinds.isEmpty() || kinds.contains(itsKind))
                && (entity.isEmpty() || entity.equals(itsEntity))
                && (tree.isEmpty() || tree.equals(itsTree))
                && (task.isEmpty() || task.equals(itsTask));
    }
}
