package dev.writ.tool.git;

import java.io.File;
import java.util.Arrays;
import org.eclipse.jgit.dircache.DirCacheIterator;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.AbstractTreeIterator;
import org.eclipse.jgit.treewalk.FileTreeIterator;

/** Working files of a repository; repositories nested in it are seen as one entry each and never opened. */
final class WorkTreeIterator extends FileTreeIterator {
    WorkTreeIterator(Repository repository) {
        super(repository, DefaultFileModeStrategy.INSTANCE);
    }

    private WorkTreeIterator(WorkTreeIterator parent, File folder) {
        super(parent, folder, parent.fs, parent.fileModeStrategy);
    }

    @Override
    protected AbstractTreeIterator enterSubtree() {
        return new WorkTreeIterator(this, getEntryFile());
    }

    /** The commit of a nested repository is taken as the one already recorded. */
    @Override
    protected byte[] idSubmodule(Entry entry) {
        DirCacheIterator index = getDirCacheIterator();
        if (index == null || !FileMode.GITLINK.equals(index.getEntryRawMode())) {
            return new byte[Constants.OBJECT_ID_LENGTH];
        }
        return Arrays.copyOfRange(index.idBuffer(), index.idOffset(), index.idOffset() + Constants.OBJECT_ID_LENGTH);
    }
}
