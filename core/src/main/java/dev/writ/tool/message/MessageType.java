package dev.writ.tool.message;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.util.Locale;

/** What a message is for; decides the routes it takes. */
public enum MessageType {
    INFO,
    WARNING,
    ERROR,
    QUESTION,
    RESULT,
    PROGRESS;

    /** The type as users write it, for instance {@code warning}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws WritException with {@code invalid_arguments} for any other word */
    public static MessageType parse(String text) {
        for (MessageType type : values()) {
            if (type.id().equals(text)) {
                return type;
            }
        }
        throw new WritException(
                FailureCode.INVALID_ARGUMENTS,
                "There is no message type '" + text + "'.",
                "Use one of: info, warning, error, question, result, progress.");
    }
}
