package dev.writ.mcp.server;

/** That somebody looks whether a resource changes, until it is closed. */
@FunctionalInterface
public interface Watch extends AutoCloseable {
    /** Nobody has to look. */
    Watch NONE = () -> {};

    /** More than once is as good as once. */
    @Override
    void close();
}
