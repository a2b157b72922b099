package dev.writ.recovery.health;

/**
 * What is in trouble.
 *
 * @param kind an entity kind, or {@code server}, {@code provider}, {@code store}
 * @param name of an agent, a tool or a server; id of a task
 */
public record Subject(String kind, String name) {
    @Override
    public String toString() {
        return kind + " " + name;
    }
}
