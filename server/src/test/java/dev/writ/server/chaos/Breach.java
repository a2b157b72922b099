package dev.writ.server.chaos;

/** One thing that should not be so. */
record Breach(Invariant invariant, String what) {
    /** What must hold whatever fails. */
    enum Invariant {
        /** Every acknowledged request reaches an end. */
        ACKNOWLEDGED_ENDS,
        /** No unsafe operation runs twice. */
        UNSAFE_ONCE,
        /** No operation runs without its record, and a grant that was live when it began. */
        RECORDED_AND_GRANTED,
        /** No request spends more than it may. */
        WITHIN_BUDGET,
        /** The audit log verifies. */
        AUDIT_VERIFIES
    }

    @Override
    public String toString() {
        return invariant + ": " + what;
    }
}
