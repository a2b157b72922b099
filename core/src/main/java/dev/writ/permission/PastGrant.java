package dev.writ.permission;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A grant through its whole life. What happened first is told by the numbers of events; a clock may give two of them the
 * same millisecond.
 *
 * @param forms the grant as it was given, then as it was narrowed each time, each with the event that told of it
 * @param end the event that told of its end; empty while it lives
 */
record PastGrant(List<Form> forms, Optional<Long> end) {
    record Form(long since, Assignment assignment) {}

    PastGrant {
        forms = List.copyOf(forms);
    }

    private Assignment given() {
        return forms.getFirst().assignment();
    }

    String id() {
        return given().id();
    }

    String task() {
        return given().task();
    }

    String tool() {
        return given().tool();
    }

    boolean isByPerson() {
        return given().approvedBy().startsWith("person:");
    }

    /** What was asked for to get it. */
    GrantProposal proposal() {
        Assignment given = given();
        return new GrantProposal(
                given.task(),
                given.tool(),
                given.operations(),
                given.scope(),
                Duration.between(given.grantedAt(), given.expiresAt()),
                given.maximumUses(),
                given.reason());
    }

    /**
     * The grant as it stood when a call was made; empty where it had not been given yet, or had ended.
     *
     * @param moment the event that told of the call
     * @param under whether the call was counted under it: its last use ends a grant just before
     */
    Optional<Assignment> at(long moment, boolean under) {
        boolean over = end.isPresent() && end.get() < moment;
        return over && !under
                ? Optional.empty()
                : forms.stream()
                        .filter(form -> form.since() < moment)
                        .reduce((earlier, later) -> later)
                        .map(form -> form.assignment().in(Assignment.State.LIVE));
    }
}
