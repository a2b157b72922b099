package dev.writ.entity;

/** Names one entity of any kind by its id. */
public record EntityRef(EntityKind kind, String id) {
    @Override
    public String toString() {
        return kind.id() + " " + id;
    }
}
