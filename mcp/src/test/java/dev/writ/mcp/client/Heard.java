package dev.writ.mcp.client;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a listener was told, in order: {@code changed}, or the kind of the failure. */
final class Heard implements McpClient.Listener {
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @Override
    public void toolsChanged() {
        told.add("changed");
    }

    @Override
    public void closed(ServerFailure why) {
        told.add(why.kind().name());
    }

    @Nullable
    String next() throws InterruptedException {
        return told.poll(20, TimeUnit.SECONDS);
    }

    boolean isEmpty() {
        return told.isEmpty();
    }
}
