package dev.writ.event.audit;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong: the first few hundred in full, of the rest how many. For use by one thread. */
final class Findings {
    private static final int LISTED = 500;

    private final List<Finding> listed = new ArrayList<>();
    private long more;

    void add(Finding finding) {
        if (listed.size() < LISTED) {
            listed.add(finding);
        } else {
            more++;
        }
    }

    List<Finding> listed() {
        return List.copyOf(listed);
    }

    long more() {
        return more;
    }
}
