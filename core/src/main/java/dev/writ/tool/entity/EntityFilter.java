package dev.writ.tool.entity;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.entity.EntityKind;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** The {@code filter} argument, of which each kind understands some fields. */
record EntityFilter(ObjectNode fields) {

    /** @throws WritException with {@code invalid_arguments} for a field this kind does not have */
    static EntityFilter checked(ObjectNode fields, EntityKind kind, Set<String> understood) {
        for (String name : fields.propertyNames()) {
            if (!understood.contains(name)) {
                throw new WritException(
                        FailureCode.INVALID_ARGUMENTS,
                        "Entities of kind " + kind.id() + " cannot be filtered by '" + name + "'.",
                        "Filter by "
                                + String.join(", ", understood.stream().sorted().toList()) + ".");
            }
        }
        return new EntityFilter(fields);
    }

    /** Empty where the filter does not say. */
    String text(String name) {
        return fields.path(name).asString("");
    }

    /** Milliseconds of an ISO-8601 time, or the fallback where the filter does not say. */
    long millis(String name, long fallback) {
        String text = text(name);
        if (text.isEmpty()) {
            return fallback;
        }
        try {
            return Instant.parse(text).toEpochMilli();
        } catch (DateTimeException e) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS,
                    "'" + text + "' is not a time.",
                    "Write it as in 2026-03-01T12:00:00Z.");
        }
    }
}
