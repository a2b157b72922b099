package dev.writ.sandbox;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The kernel's control groups, used where this process may make some: they bound processes and memory of a whole
 * command, and for files owned by the administrator they are the only bound on processes the kernel holds.
 * Both versions of the interface are known (cgroups(7)).
 *
 * @param processes folder of the group in which those that limit processes can be made
 * @param memory likewise for memory
 * @param unified whether both are the same folder, of version 2
 */
record ControlGroups(Optional<Path> processes, Optional<Path> memory, boolean unified) {
    static final String PREFIX = "writ-box-";

    /**
     * Looks what is there.
     *
     * @param mounts where control groups are mounted, {@code /sys/fs/cgroup}
     * @param own content of {@code /proc/self/cgroup}
     */
    static ControlGroups find(Path mounts, String own) {
        if (Files.exists(mounts.resolve("cgroup.controllers"))) {
            Optional<Path> top = Optional.of(mounts).filter(Files::isWritable);
            return new ControlGroups(
                    top.filter(group -> delegates(group, "pids")),
                    top.filter(group -> delegates(group, "memory")),
                    true);
        }
        return new ControlGroups(firstVersion(mounts, own, "pids"), firstVersion(mounts, own, "memory"), false);
    }

    /** Only where nobody put us into a group: that group would not be ours to divide, and its limits not ours to leave. */
    private static Optional<Path> firstVersion(Path mounts, String own, String controller) {
        return own.lines()
                .map(line -> line.split(":", 3))
                .filter(parts ->
                        parts.length == 3 && List.of(parts[1].split(",")).contains(controller))
                .filter(parts -> parts[2].equals("/"))
                .map(parts -> mounts.resolve(controller))
                .filter(Files::isWritable)
                .filter(group -> Files.exists(group.resolve("cgroup.procs")))
                .findFirst();
    }

    private static boolean delegates(Path group, String controller) {
        try {
            return List.of(Files.readString(group.resolve("cgroup.subtree_control"))
                            .strip()
                            .split(" "))
                    .contains(controller);
        } catch (IOException e) {
            return false;
        }
    }

    boolean limitProcesses() {
        return processes.isPresent();
    }

    /** Makes the groups of one command; the name starts with {@link #PREFIX} and our process id. */
    Group open(String name, SandboxLimits limits) throws IOException {
        List<Path> folders = new ArrayList<>();
        try {
            if (processes.isPresent()) {
                Path folder = make(processes.get(), name, folders);
                Files.writeString(folder.resolve("pids.max"), Integer.toString(limits.processes()));
            }
            if (memory.isPresent()) {
                Path folder = unified && processes.isPresent() ? folders.getFirst() : make(memory.get(), name, folders);
                Files.writeString(
                        folder.resolve(unified ? "memory.max" : "memory.limit_in_bytes"),
                        Long.toString(limits.memory()));
            }
        } catch (IOException e) {
            new Group(folders).close();
            throw e;
        }
        return new Group(List.copyOf(folders));
    }

    /** Removes groups that a killed process of ours left behind; the kernel refuses for those still in use. */
    void removeAbandoned() {
        Stream.concat(processes.stream(), memory.stream())
                .map(parent -> parent.toFile().listFiles((folder, name) -> isAbandoned(name)))
                .filter(Objects::nonNull)
                .flatMap(Stream::of)
                .forEach(File::delete);
    }

    private static boolean isAbandoned(String name) {
        String[] parts =
                name.startsWith(PREFIX) ? name.substring(PREFIX.length()).split("-") : new String[0];
        return parts.length == 2
                && parts[0].matches("[0-9]{1,10}")
                && ProcessHandle.of(Long.parseLong(parts[0])).isEmpty();
    }

    private static Path make(Path parent, String name, List<Path> made) throws IOException {
        Path folder = Files.createDirectory(parent.resolve(name));
        made.add(folder);
        return folder;
    }

    /**
     * The groups of one command.
     *
     * @param folders one for each hierarchy
     */
    record Group(List<Path> folders) implements AutoCloseable {
        /** The files into which a process writes itself to join. */
        List<String> doors() {
            return folders.stream()
                    .map(folder -> folder.resolve("cgroup.procs").toString())
                    .toList();
        }

        /** Removes the groups; the kernel lets go of them a moment after their last process is gone. */
        @Override
        public void close() {
            for (Path folder : folders) {
                for (int attempt = 0; attempt < 200 && Files.exists(folder); attempt++) {
                    if (!folder.toFile().delete()) {
                        LockSupport.parkNanos(1_000_000);
                    }
                }
            }
        }
    }
}
