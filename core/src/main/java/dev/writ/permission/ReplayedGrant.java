package dev.writ.permission;

import java.time.Instant;

/**
 * A decision on a request for a grant, decided again.
 *
 * @param id of the grant, the approval request, or the task that asked in vain
 * @param scope what was asked for, as JSON; empty where that is not on record
 */
public record ReplayedGrant(
        String id, Instant at, String tree, String task, String agent, String tool, String scope, Replayed replayed) {}
