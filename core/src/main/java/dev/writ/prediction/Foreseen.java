package dev.writ.prediction;

import dev.writ.permission.GrantProposal;

/**
 * A grant that a task will probably need.
 *
 * @param probability of the least likely of its operations
 * @param sentence why
 * @param sure whether it is likely enough, and seen often enough, to be given without being asked for; the policy decides
 *     whether it may be
 */
public record Foreseen(GrantProposal proposal, double probability, String sentence, boolean sure) {}
