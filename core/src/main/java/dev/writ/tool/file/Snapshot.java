package dev.writ.tool.file;

import java.util.SortedMap;
import java.util.TreeMap;

/** What was at a path, complete enough to put it back. Permissions are kept, and are no part of the hash. */
sealed interface Snapshot {
    static Snapshot absent() {
        return new Absent();
    }

    /** Nothing. */
    record Absent() implements Snapshot {}

    /** @param mode permission bits */
    @SuppressWarnings("ArrayRecordComponent") // compared by hash alone, and never changed
    record File(int mode, byte[] content) implements Snapshot {}

    /** @param target the link's text */
    @SuppressWarnings("ArrayRecordComponent") // as for files
    record Link(byte[] target) implements Snapshot {}

    /** @param children by name */
    record Folder(int mode, SortedMap<String, Snapshot> children) implements Snapshot {
        public Folder {
            children = new TreeMap<>(children);
        }
    }

    /** SHA-256 over names, kinds and contents; "" for nothing. */
    default String hash() {
        return switch (this) {
            case Absent ignored -> "";
            case File file -> Hashes.of("file", file.content());
            case Link link -> Hashes.of("link", link.target());
            case Folder folder -> {
                Hashes.Lines lines = new Hashes.Lines("folder");
                folder.children().forEach((name, child) -> lines.add(name, child.hash()));
                yield lines.hash();
            }
        };
    }

    /** Bytes of content in it. */
    default long size() {
        return switch (this) {
            case Absent ignored -> 0;
            case File file -> file.content().length;
            case Link link -> link.target().length;
            case Folder folder ->
                folder.children().values().stream().mapToLong(Snapshot::size).sum();
        };
    }

    /** Files, folders and links in it, itself included. */
    default int entries() {
        return switch (this) {
            case Absent ignored -> 0;
            case File ignored -> 1;
            case Link ignored -> 1;
            case Folder folder ->
                1
                        + folder.children().values().stream()
                                .mapToInt(Snapshot::entries)
                                .sum();
        };
    }
}
