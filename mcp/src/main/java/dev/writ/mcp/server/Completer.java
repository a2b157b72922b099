package dev.writ.mcp.server;

import java.util.List;

/** Proposes how an argument may go on. */
@FunctionalInterface
public interface Completer {
    /** Proposes nothing. */
    Completer NOTHING = (reference, argument, begun) -> List.of();

    /**
     * @param reference the prompt's name or the resource template's address
     * @param begun what there is already
     * @return all that fit, best first
     */
    List<String> complete(String reference, String argument, String begun);
}
