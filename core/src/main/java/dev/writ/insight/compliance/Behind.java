package dev.writ.insight.compliance;

import dev.writ.insight.activity.Activity;

/** Where the events behind a number are found; its period is the report's. */
public sealed interface Behind {
    /** What the roll-ups counted; names that are empty stand for all. */
    record Counted(Activity activity) implements Behind {}

    /** Events of the log; what is empty does not narrow them. */
    record Logged(String type, String kind, String entity, String tree) implements Behind {
        static Logged ofType(String type) {
            return new Logged(type, "", "", "");
        }

        static Logged about(String kind, String entity) {
            return new Logged("", kind, entity, "");
        }
    }

    /** One event, by its number. */
    record OneEvent(long seq) implements Behind {}

    /** It is no matter of events: how things stand now. */
    record Now() implements Behind {}
}
