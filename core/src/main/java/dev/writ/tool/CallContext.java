package dev.writ.tool;

import dev.writ.sandbox.Workspace;
import java.util.Optional;

/**
 * On whose behalf a call is made.
 *
 * @param callId unique for ever; the same id again is the same call (idempotency key)
 * @param task the task the caller works on
 * @param tree root task of the request
 * @param agent name of the calling agent
 * @param workspace folder of the tree, where it has one
 */
public record CallContext(String callId, String task, String tree, String agent, Optional<Workspace> workspace) {}
