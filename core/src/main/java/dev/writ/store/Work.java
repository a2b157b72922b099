package dev.writ.store;

/** What one write transaction does. Must be short and must not wait for anything but the database. */
@FunctionalInterface
public interface Work<T> {
    T run(Transaction transaction);
}
