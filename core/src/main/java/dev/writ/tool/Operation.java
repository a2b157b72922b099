package dev.writ.tool;

import dev.writ.WritException;
import tools.jackson.databind.node.ObjectNode;

/** One callable function of a tool. */
public interface Operation {
    OperationSpec spec();

    /**
     * Turns arguments that already fit the input schema into a call that states what it would touch. Touches nothing
     * itself but what is needed to resolve names.
     *
     * @throws WritException where the arguments make no sense together
     */
    PreparedCall prepare(ObjectNode arguments, CallContext context);
}
