package dev.writ.entity;

import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/**
 * One version of a definition; never changed once written.
 *
 * @param version 1 for the first
 * @param hash SHA-256 of the canonical JSON of the content, in hex
 * @param author the actor who wrote it, or {@link Seeder#AUTHOR}
 * @param reason why it was written, in the author's words; may be empty
 */
public record DefinitionVersion(
        int version, ObjectNode content, String hash, String author, String reason, Instant createdAt) {}
