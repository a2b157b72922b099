package dev.writ.entity;

import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/**
 * A versioned entity as it stands now: an agent, process, tool or document.
 *
 * @param id unique for ever, for instance {@code document_06f3…}
 * @param name unique within the kind
 * @param activeVersion number of the version in force; the one a writer must name to change it
 * @param revision counts every change of the row, moves of the pointer and of the status included
 * @param content of the active version
 */
public record Definition(
        String id,
        EntityKind kind,
        String name,
        int activeVersion,
        DefinitionStatus status,
        long revision,
        Instant createdAt,
        Instant updatedAt,
        ObjectNode content) {

    public EntityRef ref() {
        return new EntityRef(kind, id);
    }

    /** The same with another version's content, as tasks see it in which that version holds; for reading only. */
    Definition at(DefinitionVersion other) {
        return new Definition(id, kind, name, other.version(), status, revision, createdAt, updatedAt, other.content());
    }

    /** What the content would be with these changes (JSON merge patch, RFC 7396); this stays as it is. */
    public ObjectNode contentWith(ObjectNode changes) {
        return MergePatch.apply(content, changes);
    }

    /** One line that tells people and models what this is: its description, or the beginning of its text. */
    public String summary() {
        return ContentText.summary(content);
    }
}
