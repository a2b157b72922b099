package dev.writ.mcp.server;

/**
 * Work that may outlast the request that began it. Like a handler it says what it needs from the client, and is then
 * called again, from its beginning, with the answers. Its thread is interrupted when nobody wants the result any more.
 */
@FunctionalInterface
public interface LongWork<R> {
    Outcome<R> proceed(Exchange exchange) throws InterruptedException;
}
