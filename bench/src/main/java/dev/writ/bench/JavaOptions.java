package dev.writ.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The options that the launcher {@code ./writ} gives the Java virtual machine; to be kept equal to them. */
final class JavaOptions {
    private JavaOptions() {}

    /** For {@code writ serve} before any other command has run. */
    static List<String> first() {
        List<String> options = new ArrayList<>(common());
        options.addAll(List.of("-Xms24m", "-Xmx768m"));
        return options;
    }

    /** For {@code writ serve} with the archive of classes that another command has left. */
    static List<String> later(Path archive) {
        List<String> options = new ArrayList<>(first());
        options.addAll(List.of("-Xshare:auto", "-XX:SharedArchiveFile=" + archive));
        return options;
    }

    /** For a command that leaves an archive of its classes. */
    static List<String> command(Path archive) {
        List<String> options = new ArrayList<>(common());
        options.addAll(List.of(
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-XX:+AutoCreateSharedArchive",
                "-XX:SharedArchiveFile=" + archive));
        return options;
    }

    private static List<String> common() {
        return List.of(
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.util.logging.config.file=" + Installation.home().resolve("config/logging.properties"),
                "-Xlog:cds=off",
                "-Xlog:cds+dynamic=off",
                "-Xlog:aot=off");
    }
}
