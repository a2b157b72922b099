package dev.writ.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The programs of the machine that build the box.
 *
 * @param bubblewrap https://github.com/containers/bubblewrap
 * @param others of util-linux and the base system; used by their paths in {@code /usr/bin}
 */
record HostPrograms(Path bubblewrap, List<Path> others) {
    static final Path SHELL = Path.of("/bin/sh");
    static final Path PRLIMIT = Path.of("/usr/bin/prlimit");
    static final Path SETPRIV = Path.of("/usr/bin/setpriv");
    static final Path UNSHARE = Path.of("/usr/bin/unshare");
    static final Path MOUNT = Path.of("/usr/bin/mount");
    static final Path STAT = Path.of("/usr/bin/stat");

    HostPrograms(Path bubblewrap, boolean asAdministrator) {
        this(
                bubblewrap,
                asAdministrator
                        ? List.of(SHELL, PRLIMIT, STAT, SETPRIV, UNSHARE, MOUNT)
                        : List.of(SHELL, PRLIMIT, STAT));
    }

    /** Those that are not there. */
    List<Path> missing() {
        List<Path> missing = new ArrayList<>();
        if (!Files.isExecutable(bubblewrap)) {
            missing.add(bubblewrap);
        }
        others.stream().filter(program -> !Files.isExecutable(program)).forEach(missing::add);
        return missing;
    }
}
