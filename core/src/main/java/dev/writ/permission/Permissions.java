package dev.writ.permission;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What the gateway asks. Default deny; any error denies. Safe for use by many threads. */
public interface Permissions {
    /** Whether the agent of this task may run the operation now, touching all of these. In memory, without waiting. */
    Decision check(String task, String tool, String operation, List<Access> accesses);

    /** Whether the agent of this task may know that the operation exists: some call of it could be allowed now. */
    boolean visible(String task, String tool, String operation);

    /**
     * The limits within which the agent of this task may run the operation now, to be shown to that agent; a call is
     * judged by {@link #check} alone. Empty where they are not known.
     */
    default List<Scope> scopes(String task, String tool, String operation) {
        return List.of();
    }

    /** How {@link #check} comes to its decision now, for people alone; changes nothing, and reads the database. */
    default Explanation explain(String task, String tool, String operation, List<Access> accesses) {
        return new Explanation(check(task, tool, operation, accesses), List.of(), List.of());
    }

    /** How long all of these assignments of the task are still in force together; empty where that is not known. */
    default Optional<Duration> timeLeft(String task, Set<String> assignments) {
        return Optional.empty();
    }

    /**
     * Calls the listener after an assignment has ended, so that what runs under it can be stopped. One that is used up is
     * not reported at its last use, which is still to run, but when it would have ended otherwise. Listeners must be
     * quick: they run on the thread that commits.
     */
    void onEnd(Consumer<Assignment> listener);
}
