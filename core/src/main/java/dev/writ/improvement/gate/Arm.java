package dev.writ.improvement.gate;

import java.util.Locale;

/** Which of the two versions a task works with. */
public enum Arm {
    INCUMBENT,
    CANDIDATE;

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Arm parse(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }
}
