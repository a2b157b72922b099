package dev.writ.insight.compliance;

import dev.writ.event.audit.Finding;
import dev.writ.event.audit.Verification;
import dev.writ.insight.compliance.Section.Figure;
import java.util.List;
import java.util.Map;

/** The log that all of it is read from. */
final class Recorded {
    private Recorded() {}

    static Section of(Window window, long behind, Verification verified) {
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
                        new Figure("behind", "events not counted yet", behind, new Behind.Now()),
                        new Figure("records", "records compared with the log", verified.rows(), new Behind.Now()),
                        new Figure(
                                "findings",
                                "findings",
                                verified.findings().size() + verified.more(),
                                new Behind.Now())),
                Section.columns("finding", "What is wrong", "what", "In words"),
                verified.findings().stream().map(Recorded::line).toList(),
                note(verified));
    }

    private static Section.Line line(Finding finding) {
        return new Section.Line(Map.of("finding", finding.kind().id(), "what", finding.sentence()), new Behind.Now());
    }

    private static String note(Verification verified) {
        String signed = verified.checkpoint()
                .map(tree -> " The last checkpoint, of " + tree.madeAt() + ", signs for " + tree.size()
                        + " events with the root " + tree.root() + ".")
                .orElse(" No checkpoint signs for it.");
        return verified.sentence() + " Checked " + verified.checkedAt() + "." + signed
                + " What no checkpoint covers yet is vouched for by the running Writ alone; that the key was in no other hands, "
                + "only a witness can show.";
    }
}
