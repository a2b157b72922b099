package dev.writ.sandbox;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;

/** Known weaknesses of released versions of bubblewrap, and what keeps Writ's commands from using them. */
public enum BubblewrapWeakness {
    FOLLOWS_LINKS_TO_MOUNT_POINTS(
            "CVE-2026-87766",
            "0",
            "0.12.0",
            "it makes missing mount points through links that lead out of the box",
            "read-only-control-files: nothing is mounted over a name that a running command could swap for a link"),
    SETUID_CAN_BE_TRACED(
            "CVE-2026-41163",
            "0.11.0",
            "0.11.2",
            "where installed setuid, it can be steered by whoever starts it",
            "no-new-privileges and seccomp: commands can neither start it with the setuid bit in force nor trace it"),
    OPENS_SOURCES_BY_NAME(
            "CVE-2024-42472",
            "0",
            "0.10.0",
            "it can only be told the names of what to mount, which can be swapped meanwhile",
            "mount-namespace: each mounted path of the workspace is compared by device and inode before the command starts");

    private final String id;
    private final String since;
    private final String fixedIn;
    private final String weakness;
    private final String kept;

    BubblewrapWeakness(String id, String since, String fixedIn, String weakness, String kept) {
        this.id = id;
        this.since = since;
        this.fixedIn = fixedIn;
        this.weakness = weakness;
        this.kept = kept;
    }

    /** Those a version has; all of them where the version cannot be read. */
    public static List<BubblewrapWeakness> of(String version) {
        return Stream.of(values())
                .filter(one -> !version.matches("[0-9]+(\\.[0-9]+)*")
                        || (compare(version, one.since) >= 0 && compare(version, one.fixedIn) < 0))
                .toList();
    }

    /** Its number in the CVE list. */
    public String id() {
        return id;
    }

    /** The first version without it; distributions may have mended older ones under their own numbers. */
    public String fixedIn() {
        return fixedIn;
    }

    /** What is weak, for people. */
    public String weakness() {
        return weakness;
    }

    /** Which layer of Writ keeps the guarantee all the same, and how. */
    public String kept() {
        return kept;
    }

    /** Number by number; those left out count as zero. */
    private static int compare(String left, String right) {
        String[] ours = left.split("\\.");
        String[] theirs = right.split("\\.");
        for (int i = 0; i < Math.max(ours.length, theirs.length); i++) {
            int order = number(ours, i).compareTo(number(theirs, i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static BigInteger number(String[] parts, int i) {
        return i < parts.length ? new BigInteger(parts[i]) : BigInteger.ZERO;
    }
}
