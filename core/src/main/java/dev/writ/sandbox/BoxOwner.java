package dev.writ.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Whose rights on files a command or service has, seen from outside the box; inside it is always nobody. An ordinary
 * user's command has that user's rights. The administrator's command has those of the workspace's owner, and only if that
 * is the administrator too, those; a service those of its first folder's, a written one before one that is only read: it then could change files of the machine that it can see, which is why everything
 * but the workspace is mounted read-only, the device files included.
 *
 * @param asAdministrator whether we run as one
 * @param user id of the workspace's owner
 * @param group id of the workspace's group
 */
record BoxOwner(boolean asAdministrator, int user, int group) {
    private static final int NOBODY = 65534;

    static BoxOwner of(Path root) throws IOException {
        return new BoxOwner(runsAsAdministrator(), (int) Files.getAttribute(root, "unix:uid"), (int)
                Files.getAttribute(root, "unix:gid"));
    }

    /** Of a box that has no folder of anybody. */
    static BoxOwner nobody() {
        return new BoxOwner(runsAsAdministrator(), NOBODY, NOBODY);
    }

    static boolean runsAsAdministrator() {
        try {
            return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether the command owns the machine's device files, and could change their modes were they not mounted read-only. */
    boolean mustLockDevices() {
        return asAdministrator && user == 0;
    }

    /**
     * The kernel holds its per-user process limit against everyone but the administrator, whose namespaces do not
     * change that (kernel/fork.c, {@code INIT_USER}).
     */
    boolean needsGroupToLimitProcesses() {
        return asAdministrator && user == 0;
    }

    /** The program that takes the rights on, to stand before bubblewrap. */
    List<String> become() {
        if (!asAdministrator) {
            return List.of();
        }
        // Of the capabilities only the one stays without which the kernel lets nobody map the administrator (Linux
        // 5.12).
        return List.of(
                HostPrograms.SETPRIV.toString(),
                "--reuid",
                Integer.toString(user),
                "--regid",
                Integer.toString(group),
                "--clear-groups",
                "--no-new-privs",
                "--inh-caps",
                "-all",
                "--bounding-set",
                user == 0 ? "-all,+setfcap" : "-all");
    }
}
