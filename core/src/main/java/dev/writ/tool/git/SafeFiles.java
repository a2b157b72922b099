package dev.writ.tool.git;

import dev.writ.WritException;
import dev.writ.sandbox.Folder;
import dev.writ.sandbox.OpenFile;
import dev.writ.sandbox.Workspace;
import dev.writ.sandbox.WorkspacePath;
import dev.writ.sandbox.WorkspaceRoot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;

/**
 * Opens regular files of a workspace by the kernel's own resolution, name by name: no link, pipe or hard link on the
 * way is followed, whenever it was put there.
 *
 * @param root the workspace's root
 */
record SafeFiles(Path root) {
    /**
     * @param file absolute, below the root
     * @throws WritException where it is no regular file or a link is on the way
     */
    InputStream open(Path file) {
        Iterator<Path> names = root.relativize(file).iterator();
        try (WorkspaceRoot opened = WorkspaceRoot.open(new Workspace(root))) {
            return new Content(open(opened.folder(WorkspacePath.ROOT), names));
        }
    }

    private static OpenFile open(Folder folder, Iterator<Path> names) {
        try (folder) {
            String name = names.next().toString();
            return names.hasNext() ? open(folder.folder(name), names) : folder.open(name);
        }
    }

    /** A small file's content as UTF-8 text, cut after a number of bytes. */
    String text(Path file, int mostBytes) throws IOException {
        try (InputStream in = open(file)) {
            return new String(in.readNBytes(mostBytes), StandardCharsets.UTF_8);
        }
    }

    /** An open file read from its beginning. */
    private static final class Content extends InputStream {
        private final OpenFile file;
        private final byte[] chunk = new byte[64 * 1024];
        private long position;
        private int next;
        private int filled;

        Content(OpenFile file) {
            this.file = file;
        }

        @Override
        public int read() {
            return fill() ? chunk[next++] & 0xff : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (length == 0) {
                return 0;
            }
            if (!fill()) {
                return -1;
            }
            int count = Math.min(length, filled - next);
            System.arraycopy(chunk, next, into, offset, count);
            next += count;
            return count;
        }

        private boolean fill() {
            if (next == filled) {
                filled = file.read(position, chunk);
                position += filled;
                next = 0;
            }
            return filled > 0;
        }

        @Override
        public void close() {
            file.close();
        }
    }
}
