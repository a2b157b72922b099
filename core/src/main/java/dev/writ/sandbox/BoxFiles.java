package dev.writ.sandbox;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Small files that stand in the box for those of the machine, kept in a folder of our own and handed to bubblewrap as
 * open files, in the order of {@link #NAMES} from descriptor {@link #FIRST_DESCRIPTOR} on.
 *
 * @param folder where they lie
 */
record BoxFiles(Path folder) {
    static final int FIRST_DESCRIPTOR = 3;

    /** The first is the system call filter of a profile, the others appear below {@code /etc}. */
    static final List<String> NAMES = List.of("seccomp", "passwd", "group", "hosts", "nsswitch.conf");

    private static final String VARIABLES = "variables-";

    /** Writes the files anew, each replaced whole. */
    static BoxFiles write(Path folder, Function<SandboxProfile, byte[]> filter) throws IOException {
        Files.createDirectories(folder);
        BoxFiles files = new BoxFiles(folder.toRealPath());
        for (SandboxProfile profile : SandboxProfile.values()) {
            files.put(filterName(profile), filter.apply(profile));
        }
        files.put("passwd", "sandbox:x:65534:65534:sandbox:/tmp:/bin/sh\n".getBytes(US_ASCII));
        files.put("group", "sandbox:x:65534:\n".getBytes(US_ASCII));
        files.put("hosts", "127.0.0.1 localhost sandbox\n::1 localhost\n".getBytes(US_ASCII));
        files.put("nsswitch.conf", "passwd: files\ngroup: files\nhosts: files\n".getBytes(US_ASCII));
        files.put("relay", BoxNetwork.relay());
        files.removeAbandoned();
        // An empty workspace in which the protection is tried out.
        Files.createDirectories(files.trialRoot());
        return files;
    }

    Path trialRoot() {
        return folder.resolve("trial");
    }

    /** The system call filter of a profile. */
    Path filter(SandboxProfile profile) {
        return folder.resolve(filterName(profile));
    }

    private static String filterName(SandboxProfile profile) {
        return NAMES.getFirst() + "-" + profile.id();
    }

    /**
     * A file for bubblewrap with variables of one box, to be deleted when it has been read; empty where there are none.
     * On a command line, where the others stand, every user of the machine could read them.
     */
    Optional<Path> variables(Map<String, String> variables) throws IOException {
        if (variables.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder();
        variables.forEach((name, value) -> text.append("--setenv\0" + name + "\0" + value + "\0"));
        Path file =
                Files.createTempFile(folder, VARIABLES + ProcessHandle.current().pid() + "-", "");
        Files.writeString(file, text);
        return Optional.of(file);
    }

    /** What a Writ that was killed left behind. */
    private void removeAbandoned() throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, VARIABLES + "[0-9]*-*")) {
            for (Path file : left) {
                String pid = file.getFileName()
                        .toString()
                        .substring(VARIABLES.length())
                        .split("-", 2)[0];
                if (pid.matches("[0-9]{1,18}")
                        && ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private void put(String name, byte[] content) throws IOException {
        Path draft = Files.createTempFile(folder, name, ".draft");
        Files.write(draft, content);
        Files.move(draft, folder.resolve(name), ATOMIC_MOVE, REPLACE_EXISTING);
    }
}
