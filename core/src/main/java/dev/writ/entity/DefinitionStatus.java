package dev.writ.entity;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.util.Locale;

/** Whether a definition may be used for new work. */
public enum DefinitionStatus {
    ACTIVE,
    INACTIVE;

    /** The status as users write it, for instance {@code active}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws WritException with {@code invalid_arguments} for anything but the two words */
    public static DefinitionStatus parse(String text) {
        for (DefinitionStatus status : values()) {
            if (status.id().equals(text)) {
                return status;
            }
        }
        throw new WritException(
                FailureCode.INVALID_ARGUMENTS, "There is no status '" + text + "'.", "Use one of: active, inactive.");
    }
}
