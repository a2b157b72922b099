package dev.writ.agent;

import java.util.List;

/** The agents there are, in their active versions. */
public interface AgentDirectory {
    /** @throws dev.writ.WritException with {@code not_found} when there is no such active agent */
    AgentDefinition get(String name);

    /**
     * As the tasks of a tree find it, in which another version than the active one may be on trial.
     *
     * @throws dev.writ.WritException with {@code not_found} when there is no such active agent
     */
    AgentDefinition get(String tree, String name);

    List<AgentDefinition> all();
}
