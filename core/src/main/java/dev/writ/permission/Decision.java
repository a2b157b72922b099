package dev.writ.permission;

import tools.jackson.databind.node.ObjectNode;

/** Whether a call may run, and why. */
public sealed interface Decision {
    /** @param by what allows it */
    record Allowed(Authority by) implements Decision {}

    /**
     * @param rule stable name of the rule that denied, for instance {@code scope}
     * @param sentence what was not allowed, without revealing what the caller may not see
     * @param smallestRequest arguments of the smallest {@code need_more_tools} call that would allow it; empty where no
     *     request can
     */
    record Denied(Rule rule, String sentence, ObjectNode smallestRequest) implements Decision {}

    /** What allows a call. */
    sealed interface Authority {
        /** Always allowed: the core toolkit. */
        record Core() implements Authority {}

        /** The agent type's base permission. */
        record Base(String agent) implements Authority {}

        /** A live assignment. */
        record Granted(String assignment) implements Authority {}
    }

    /** The rules, in the order in which they are asked. */
    enum Rule {
        UNKNOWN_TASK,
        NOT_ASSIGNED,
        EXPIRED,
        REVOKED,
        USED_UP,
        OPERATION,
        CEILING,
        DELEGATION,
        SCOPE,
        DEFINITION,
        SUSPENDED,
        BUDGET,
        RATE,
        ERROR;

        public String id() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
