package dev.writ.sandbox;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Where the kernel comes by on its way through links. */
final class LinkWalk {
    /** As many as Linux follows. */
    private static final int MOST_LINKS = 40;

    private LinkWalk() {}

    /**
     * The links on the way of an absolute path, each by its own real place, and last the file it leads to.
     *
     * @throws IOException where it leads nowhere
     */
    static List<Path> of(Path path) throws IOException {
        List<Path> places = new ArrayList<>();
        Deque<Path> ahead = new ArrayDeque<>();
        path.forEach(ahead::add);
        Path reached = path.getRoot();
        while (!ahead.isEmpty()) {
            Path next = reached.resolve(ahead.removeFirst()).normalize();
            if (!Files.isSymbolicLink(next)) {
                reached = next;
                continue;
            }
            places.add(next);
            if (places.size() > MOST_LINKS) {
                throw new FileSystemLoopException(path.toString());
            }
            Path target = Files.readSymbolicLink(next);
            reached = target.isAbsolute() ? target.getRoot() : reached;
            for (int i = target.getNameCount() - 1; i >= 0; i--) {
                ahead.addFirst(target.getName(i));
            }
        }
        places.add(reached.toRealPath());
        return places;
    }
}
