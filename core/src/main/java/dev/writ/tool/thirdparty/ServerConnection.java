package dev.writ.tool.thirdparty;

import dev.writ.mcp.TraceContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** A server that runs and answers. Safe for use by many threads. */
interface ServerConnection extends AutoCloseable {
    /**
     * Asks for the definitions of its tools, which is also how to see whether it still answers.
     *
     * @throws dev.writ.WritException with {@code unavailable} where it does not say
     */
    List<ObjectNode> definitions() throws InterruptedException;

    /** Whether it defined one of its tools like this when it was last asked. */
    boolean defines(ObjectNode definition);

    /**
     * Calls one of its tools, as part of a trace where there is one.
     *
     * @throws dev.writ.WritException with {@code timed_out}, {@code unavailable} or {@code operation_failed}
     */
    RemoteAnswer call(String tool, ObjectNode arguments, Duration patience, Optional<TraceContext> trace)
            throws InterruptedException;

    /** What it runs under, for instance {@code seccomp}; nothing for a server elsewhere. */
    List<String> layers();

    /** What it said on its error stream lately, a line each, made fit to be read. */
    List<String> log();

    /** Which revision of the protocol it speaks, and what it calls itself. */
    String description();

    /** Ends it, and whatever it started. */
    @Override
    void close();
}
