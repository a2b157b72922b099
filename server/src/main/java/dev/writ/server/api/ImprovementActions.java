package dev.writ.server.api;

import dev.writ.WritException;

/** What people do to experiments. Every action is durable when its method returns. */
public interface ImprovementActions {
    /**
     * A person agrees that it be tried.
     *
     * @param by the actor, for instance {@code person:ada}
     * @throws WritException with {@code not_found}, {@code illegal_transition} where it does not wait, or {@code conflict}
     */
    void approve(String id, String by);

    /** It is not to be tried, or no longer. As {@link #approve}. */
    void reject(String id, String by, String reason);

    /** The version from before is active again. As {@link #approve}. */
    void rollback(String id, String by, String reason);

    /** Nothing more is measured for now. As {@link #approve}. */
    void pause(String id, String by);

    /** It goes on. As {@link #approve}. */
    void resume(String id, String by);
}
