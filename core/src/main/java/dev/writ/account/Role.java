package dev.writ.account;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a person may do; each role may do what those before it may. */
public enum Role {
    /** Sees everything and changes nothing. */
    VIEWER,
    /** Hands in requests and steers them, answers agents, and takes grants away. */
    OPERATOR,
    /** Decides what agents ask for, and says what may be granted without asking. */
    APPROVER,
    /** Everything: definitions, servers, tokens, people. */
    ADMINISTRATOR;

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws WritException with {@code invalid_arguments} */
    public static Role parse(String word) {
        return Arrays.stream(values())
                .filter(role -> role.id().equals(word))
                .findFirst()
                .orElseThrow(() -> new WritException(
                        FailureCode.INVALID_ARGUMENTS,
                        "There is no role '" + word + "'.",
                        "Use " + Arrays.stream(values()).map(Role::id).collect(Collectors.joining(", ")) + "."));
    }

    public boolean covers(Role needed) {
        return compareTo(needed) >= 0;
    }
}
