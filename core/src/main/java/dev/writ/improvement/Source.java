package dev.writ.improvement;

import dev.writ.insight.Period;
import java.util.List;

/** Where proposals come from. The same events give the same proposals in the same order, the most promising first. */
@FunctionalInterface
public interface Source {
    List<Proposal> in(Period period);
}
