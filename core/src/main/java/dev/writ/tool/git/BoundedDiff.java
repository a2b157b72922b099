package dev.writ.tool.git;

import org.eclipse.jgit.diff.DiffAlgorithm;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.EditList;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.Sequence;
import org.eclipse.jgit.diff.SequenceComparator;

/** Histogram diff, but one single change where the differing parts are so long that comparing them could take minutes. */
final class BoundedDiff extends DiffAlgorithm {
    private static final int MOST_LINES = 20_000;

    private final HistogramDiff exact = new HistogramDiff();

    BoundedDiff() {
        exact.setFallbackAlgorithm(null);
    }

    @Override
    public <S extends Sequence> EditList diffNonCommon(SequenceComparator<? super S> comparator, S a, S b) {
        if (a.size() + b.size() <= MOST_LINES) {
            return exact.diffNonCommon(comparator, a, b);
        }
        return EditList.singleton(new Edit(0, a.size(), 0, b.size()));
    }
}
