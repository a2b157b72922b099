package dev.writ.agent;

import dev.writ.model.ModelTier;
import dev.writ.permission.BasePermission;
import dev.writ.permission.StartTool;
import java.util.List;

/**
 * What makes an agent: its role, in words and in powers.
 *
 * @param purpose one sentence: what it is for
 * @param tier how capable a model it needs
 * @param instruction its system message
 * @param basePermissions what it always has
 * @param documents names of the documents it always gets
 * @param maximumTurns how many model calls in a row before a person is asked
 * @param startTools what its tasks get at their start, where that needs nobody's word
 */
public record AgentDefinition(
        String name,
        String purpose,
        ModelTier tier,
        String instruction,
        List<BasePermission> basePermissions,
        List<String> documents,
        int maximumTurns,
        List<StartTool> startTools) {
    public AgentDefinition {
        basePermissions = List.copyOf(basePermissions);
        documents = List.copyOf(documents);
        startTools = List.copyOf(startTools);
    }
}
