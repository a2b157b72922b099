package dev.writ.insight;

import java.time.Instant;
import java.util.List;
import java.util.SortedSet;

/**
 * Failures that say the same, but for their particulars.
 *
 * @param signature the message with {@code <text>}, {@code <path>}, {@code <id>} and {@code <n>} for its particulars
 * @param code of the failures; empty where they had none
 * @param tools whose calls failed so; empty when only tasks did
 * @param agents whose calls or tasks failed so
 * @param examples ids of the newest calls and tasks, ten at most
 */
public record ErrorSignature(
        String signature,
        String code,
        long occurrences,
        Instant firstAt,
        Instant lastAt,
        SortedSet<String> tools,
        SortedSet<String> agents,
        List<String> examples) {}
