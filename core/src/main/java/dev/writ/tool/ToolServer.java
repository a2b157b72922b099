package dev.writ.tool;

import java.util.List;

/** A set of operations that live and fail together. */
public interface ToolServer {
    /** For instance {@code file_system}. */
    String name();

    /** The tools granted separately, for instance {@code file_system_listing} and {@code file_edit}. */
    List<ToolSpec> tools();

    List<Operation> operations();

    /** Whether calls can succeed now on this machine; asked before a call and by {@code writ doctor}. */
    default Availability availability() {
        return new Availability.Ready();
    }

    /** Whether its definitions come from outside Writ: a change of them then suspends the tool until a person accepts it. */
    default boolean thirdParty() {
        return false;
    }
}
