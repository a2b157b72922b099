package dev.writ.insight;

import java.util.List;

/** A rule that finds opportunities of one kind: the same events always give the same findings in the same order. */
@FunctionalInterface
public interface Detector {
    List<Opportunity> detect(Period period);
}
