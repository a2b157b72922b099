package dev.writ.tool.git;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * Opens files below a root name by name, following no link at any step, so that a link put in the way between a check
 * and its use is refused by the kernel.
 */
record SafeFiles(Path root) {
    private static final Set<java.nio.file.OpenOption> READ =
            Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    /** @throws IOException where the file is not a regular one or a link lies on the way */
    InputStream open(Path file) throws IOException {
        Path relative = root.relativize(file);
        Deque<DirectoryStream<Path>> opened = new ArrayDeque<>();
        try {
            DirectoryStream<Path> start = Files.newDirectoryStream(root);
            opened.push(start);
            if (!(start instanceof SecureDirectoryStream<Path> folder)) {
                return openChecked(file);
            }
            for (int i = 0; i < relative.getNameCount() - 1; i++) {
                folder = folder.newDirectoryStream(relative.getName(i), LinkOption.NOFOLLOW_LINKS);
                opened.push(folder);
            }
            Path name = relative.getFileName();
            BasicFileAttributeView view =
                    folder.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
            // Opening a FIFO would wait for its writer.
            if (!view.readAttributes().isRegularFile()) {
                throw new IOException("not a regular file");
            }
            SeekableByteChannel channel = folder.newByteChannel(name, READ);
            return Channels.newInputStream(channel);
        } finally {
            for (DirectoryStream<Path> stream : opened) {
                stream.close();
            }
        }
    }

    /** A small file's content as UTF-8 text, cut after a number of bytes. */
    String text(Path file, int mostBytes) throws IOException {
        try (InputStream in = open(file)) {
            return new String(in.readNBytes(mostBytes), StandardCharsets.UTF_8);
        }
    }

    private InputStream openChecked(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || !file.toRealPath().startsWith(root)) {
            throw new IOException("not a regular file below the root");
        }
        return Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
    }
}
