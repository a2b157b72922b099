package dev.writ.sandbox;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    private void put(String name, byte[] content) throws IOException {
        Path draft = Files.createTempFile(folder, name, ".draft");
        Files.write(draft, content);
        Files.move(draft, folder.resolve(name), ATOMIC_MOVE, REPLACE_EXISTING);
    }
}
