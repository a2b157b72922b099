package dev.writ.permission;

import java.util.List;
import java.util.stream.Stream;

/**
 * What the index knows of one task. Immutable; a change makes another one.
 *
 * @param delegatedBy the task whose agent asked for this one; empty where none did
 * @param ended whether the task is over: then nothing is allowed to it any more
 * @param live its assignments that have not ended, as far as the index has been told; the clock has the last word
 * @param past its latest assignments that have ended, newest last, to say why a call is denied
 */
record TaskEntry(
        String task,
        String tree,
        String agent,
        String delegatedBy,
        boolean ended,
        CompiledCeiling ceiling,
        List<Assignment> live,
        List<Assignment> past) {
    private static final int MOST_PAST = 16;

    TaskEntry {
        live = List.copyOf(live);
        past = List.copyOf(past.subList(Math.max(0, past.size() - MOST_PAST), past.size()));
    }

    /** With the assignment as it now stands, in place of what was known of it. */
    TaskEntry with(Assignment assignment) {
        Stream<Assignment> others = live.stream().filter(other -> !other.id().equals(assignment.id()));
        if (assignment.state() == Assignment.State.LIVE) {
            boolean over = past.stream().anyMatch(other -> other.id().equals(assignment.id()));
            return over ? this : of(Stream.concat(others, Stream.of(assignment)).toList(), past);
        }
        Stream<Assignment> pastOthers =
                past.stream().filter(other -> !other.id().equals(assignment.id()));
        return of(
                others.toList(),
                Stream.concat(pastOthers, Stream.of(assignment)).toList());
    }

    private TaskEntry of(List<Assignment> nowLive, List<Assignment> nowPast) {
        return new TaskEntry(task, tree, agent, delegatedBy, ended, ceiling, nowLive, nowPast);
    }

    /** Whether the assignment counts for this operation at this time, in milliseconds. */
    boolean holds(Assignment assignment, String tool, String operation, long now) {
        return assignment.tool().equals(tool)
                && isTimely(assignment, now)
                && (assignment.operations().isEmpty() || assignment.operations().contains(operation));
    }

    /** Whether the assignment is in force at this time; one that was made for another agent never is. */
    boolean isTimely(Assignment assignment, long now) {
        return now < assignment.expiresAt().toEpochMilli() && assignment.agent().equals(agent);
    }
}
