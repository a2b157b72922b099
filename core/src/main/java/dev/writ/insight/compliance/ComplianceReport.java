package dev.writ.insight.compliance;

import dev.writ.insight.Period;
import java.time.Instant;
import java.util.List;

/**
 * What is on record about a period.
 *
 * @param period in whole hours
 * @param behind how many events of the log the roll-ups have not counted yet, 0 nearly always
 * @param verified whether the log was as it was written when it was checked last
 */
public record ComplianceReport(
        Period period, Instant madeAt, long behind, boolean verified, List<Section> sections, List<Control> controls) {
    public ComplianceReport {
        sections = List.copyOf(sections);
        controls = List.copyOf(controls);
    }
}
