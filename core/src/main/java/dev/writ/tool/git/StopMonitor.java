package dev.writ.tool.git;

import dev.writ.tool.AuthorizedCall;
import org.eclipse.jgit.lib.EmptyProgressMonitor;

/** Makes JGit give up once a call is stopped. */
final class StopMonitor extends EmptyProgressMonitor {
    private volatile boolean stopped;

    StopMonitor(AuthorizedCall call) {
        call.onStop(() -> stopped = true);
    }

    @Override
    public boolean isCancelled() {
        return stopped;
    }
}
