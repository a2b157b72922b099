package dev.writ.permission;

import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** Whether a call may run, and why. */
public sealed interface Decision {
    /** @param by what allows it */
    record Allowed(Authority by) implements Decision {}

    /**
     * @param rule stable name of the rule that denied, for instance {@code scope}
     * @param sentence what was not allowed, without revealing what the caller may not see
     * @param request makes {@link #smallestRequest}, for those who read it
     */
    record Denied(Rule rule, String sentence, Supplier<ObjectNode> request) implements Decision {
        public Denied(Rule rule, String sentence, ObjectNode smallestRequest) {
            this(rule, sentence, () -> smallestRequest);
        }

        /** Arguments of the smallest {@code need_more_tools} call that would allow it; empty where no request can. */
        public ObjectNode smallestRequest() {
            return request.get();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Denied denied
                    && rule == denied.rule
                    && sentence.equals(denied.sentence)
                    && smallestRequest().equals(denied.smallestRequest());
        }

        @Override
        public int hashCode() {
            return 31 * rule.hashCode() + sentence.hashCode();
        }
    }

    /** What allows a call. */
    sealed interface Authority {
        /** Always allowed: the core toolkit. */
        record Core() implements Authority {}

        /** The agent type's base permission. */
        record Base(String agent) implements Authority {}

        /**
         * A live assignment, which the use is counted for.
         *
         * @param others live assignments that are needed besides it; the call may run while all of them live
         */
        record Granted(String assignment, Set<String> others) implements Authority {
            public Granted {
                others = Set.copyOf(others);
            }

            public Granted(String assignment) {
                this(assignment, Set.of());
            }
        }
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
        ORIGIN,
        RULE_OF_TWO,
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
