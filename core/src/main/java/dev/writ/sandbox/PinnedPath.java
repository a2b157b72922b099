package dev.writ.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A path with the identity of what was there when it was looked at. Another command in the same workspace may swap the
 * path for a link before it is mounted; the identity is compared again inside the box, where it can no longer change.
 *
 * @param identity device and inode as {@code stat -c %d:%i} prints them
 */
record PinnedPath(Path path, String identity) {
    /** The path as it is now; empty where there is nothing, or a link. */
    static Optional<PinnedPath> of(Path path) {
        try {
            if (Files.isSymbolicLink(path)) {
                return Optional.empty();
            }
            var attributes = Files.readAttributes(path, "unix:dev,ino", LinkOption.NOFOLLOW_LINKS);
            return Optional.of(new PinnedPath(path, attributes.get("dev") + ":" + attributes.get("ino")));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
