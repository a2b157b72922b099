package dev.writ.improvement.world;

import dev.writ.entity.Definitions;
import dev.writ.entity.EntityKind;
import dev.writ.improvement.gate.Measure;
import dev.writ.insight.Opportunity;
import tools.jackson.databind.node.ObjectNode;

/**
 * Something poor in the world, that leaves its mark in the records, and what becomes of the tasks once Writ has changed it:
 * in a world where the change helps, in one where it makes no difference, and in one where it harms.
 */
interface Plant {
    /** What the marks are to be found as. */
    Opportunity.Kind found();

    /** What the change is to make better. */
    Measure aim();

    EntityKind kind();

    /** Name of the definition that is poor. */
    String entity();

    /** The change that answers it. */
    ObjectNode answer();

    /** Makes the definition poor, before anybody works with it. */
    default void poorFromTheBeginning(Definitions definitions) {}

    /** Makes it poor after a week in which it was not. */
    default void poorLater(Definitions definitions) {}

    /** A task before anything was poor, where that is later. */
    default void early(Traces task) {
        before(task);
    }

    /** A task as things are. */
    void before(Traces task);

    void good(Traces task);

    void neutral(Traces task);

    void harmful(Traces task);
}
