package dev.writ.agent;

import java.util.List;

/** The agents there are, in their active versions. */
public interface AgentDirectory {
    /** @throws dev.writ.WritException with {@code not_found} when there is no such active agent */
    AgentDefinition get(String name);

    List<AgentDefinition> all();
}
