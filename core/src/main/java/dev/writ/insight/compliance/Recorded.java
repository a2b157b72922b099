package dev.writ.insight.compliance;

import dev.writ.insight.compliance.Section.Figure;
import java.util.List;

/** The log that all of it is read from. */
final class Recorded {
    private Recorded() {}

    static Section of(Window window, long behind) {
        return Section.of(
                "log",
                "The record itself",
                "The event log that this report is read from, and what was done to check it.",
                List.of(
                        new Figure("events", "events of the period", window.events(), Behind.Logged.ofType("")),
                        new Figure(
                                "first",
                                "number of the first one",
                                window.events() == 0 ? 0 : window.first(),
                                new Behind.Now()),
                        new Figure("last", "number of the last one", Math.max(0, window.last()), new Behind.Now()),
                        new Figure("behind", "events not counted yet", behind, new Behind.Now())),
                List.of(),
                List.of(),
                "The log was not verified by this version. Writ itself only ever adds to it, but nothing here proves that who can "
                        + "write the database file has not changed it. The signature of this report says what the database held "
                        + "when the report was made, so that a later change shows against it.");
    }
}
