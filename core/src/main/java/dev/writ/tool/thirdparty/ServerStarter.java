package dev.writ.tool.thirdparty;

import dev.writ.Failure;
import java.util.List;

/** Starts servers. */
@FunctionalInterface
interface ServerStarter {
    /**
     * Starts a server and waits until it has introduced itself.
     *
     * @throws dev.writ.WritException where it cannot be started, or does not introduce itself in its time
     */
    ServerConnection start(ServerSettings settings, Listener listener) throws InterruptedException;

    /** Hears what a server does by itself. Told on a thread of its own. */
    interface Listener {
        /** What it said on its error stream before it failed to introduce itself, a line each. */
        void said(List<String> lines);

        /** It has other tools than before. */
        void toolsChanged();

        /** It has ended without being asked to. */
        void ended(Failure why);
    }
}
