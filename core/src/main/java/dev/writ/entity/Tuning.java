package dev.writ.entity;

/** What the tunable numbers are, as the tasks of a tree find them. */
@FunctionalInterface
public interface Tuning {
    /** All as Writ ships them. */
    Tuning USUAL = (tree, tunable) -> tunable.usual();

    /**
     * Always within its bounds.
     *
     * @param tree the tree of the task that asks; empty outside of any
     * @param tunable one of a tool or process
     */
    long number(String tree, Tunable tunable);

    /** For numbers that never exceed what an int can hold, as all of {@link Tunable} do. */
    default int count(String tree, Tunable tunable) {
        return Math.toIntExact(number(tree, tunable));
    }
}
