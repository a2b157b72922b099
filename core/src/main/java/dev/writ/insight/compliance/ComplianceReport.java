package dev.writ.insight.compliance;

import dev.writ.insight.Period;
import java.time.Instant;
import java.util.List;

/**
 * What is on record about a period.
 *
 * @param period in whole hours
 * @param behind how many events of the log the roll-ups have not counted yet, 0 nearly always
 */
public record ComplianceReport(
        Period period, Instant madeAt, long behind, List<Section> sections, List<Control> controls) {
    public ComplianceReport {
        sections = List.copyOf(sections);
        controls = List.copyOf(controls);
    }
}
