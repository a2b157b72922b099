package dev.writ.permission;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the index knows of one task. Immutable; a change makes another one. Laid out so that a check touches little
 * memory: with a million assignments, cache misses are most of its time.
 */
final class TaskEntry {
    private static final int MOST_PAST = 16;

    private final TaskFacts facts;
    private final CompiledCeiling ceiling;
    private final Assignment[] live;
    // The tool of each live assignment, to find the right one without looking at the others.
    private final String[] tools;
    private final long firstExpiry;
    private final List<Assignment> past;

    /**
     * What of a task does not change while its entry is kept.
     *
     * @param delegatedBy the task whose agent asked for this one; empty where none did
     * @param ended whether the task is over: then nothing is allowed to it any more
     */
    record TaskFacts(
            String task, String tree, String agent, String delegatedBy, boolean ended, CompiledCeiling ceiling) {}

    /**
     * @param live assignments that have not ended, as far as the index has been told; the clock has the last word
     * @param past the latest assignments that have ended, newest last, to say why a call is denied
     */
    TaskEntry(TaskFacts facts, List<Assignment> live, List<Assignment> past) {
        this.facts = facts;
        this.ceiling = facts.ceiling();
        // An assignment made for another agent is worth nothing to this one, and none outlives its task.
        this.live = live.stream()
                .filter(assignment -> !facts.ended() && assignment.agent().equals(facts.agent()))
                .toArray(Assignment[]::new);
        this.tools = Stream.of(this.live).map(Assignment::tool).toArray(String[]::new);
        this.firstExpiry = Stream.of(this.live)
                .mapToLong(assignment -> assignment.expiresAt().toEpochMilli())
                .min()
                .orElse(Long.MAX_VALUE);
        this.past = List.copyOf(past.subList(Math.max(0, past.size() - MOST_PAST), past.size()));
    }

    TaskFacts facts() {
        return facts;
    }

    CompiledCeiling ceiling() {
        return ceiling;
    }

    int size() {
        return live.length;
    }

    Assignment live(int position) {
        return live[position];
    }

    List<Assignment> past() {
        return past;
    }

    /** Whether the live assignment at this position counts for the operation at this time, in milliseconds. */
    boolean holds(int position, String tool, String operation, long now) {
        return tools[position].equals(tool)
                && (now < firstExpiry || now < live[position].expiresAt().toEpochMilli())
                && (live[position].operations().isEmpty()
                        || live[position].operations().contains(operation));
    }

    /** Whether some assignment in force at this time is of the tool. */
    boolean hasTool(String tool, long now) {
        for (int i = 0; i < live.length; i++) {
            if (tools[i].equals(tool) && now < live[i].expiresAt().toEpochMilli()) {
                return true;
            }
        }
        return false;
    }

    /** When the first of these assignments expires; empty where none of them is live. */
    Optional<Instant> firstExpiry(Set<String> ids) {
        return Stream.of(live)
                .filter(assignment -> ids.contains(assignment.id()))
                .map(Assignment::expiresAt)
                .min(Instant::compareTo);
    }

    /** The live assignments that are in force at this time. */
    List<Assignment> inForce(long now) {
        return Stream.of(live)
                .filter(assignment -> now < assignment.expiresAt().toEpochMilli())
                .toList();
    }

    /** Those that are live but for the clock. */
    List<Assignment> expired(long now) {
        return now < firstExpiry
                ? List.of()
                : Stream.of(live)
                        .filter(assignment -> now >= assignment.expiresAt().toEpochMilli())
                        .toList();
    }

    /** With the assignment as it now stands, in place of what was known of it; what is over stays over. */
    TaskEntry with(Assignment assignment) {
        List<Assignment> nowLive = without(List.of(live), assignment);
        if (assignment.state() == Assignment.State.LIVE) {
            boolean over = past.stream().anyMatch(other -> other.id().equals(assignment.id()));
            if (over) {
                return this;
            }
            nowLive.add(assignment);
            return new TaskEntry(facts, nowLive, past);
        }
        List<Assignment> nowPast = without(past, assignment);
        nowPast.add(assignment);
        return new TaskEntry(facts, nowLive, nowPast);
    }

    private static List<Assignment> without(List<Assignment> all, Assignment one) {
        List<Assignment> others = new ArrayList<>(all);
        others.removeIf(other -> other.id().equals(one.id()));
        return others;
    }
}
