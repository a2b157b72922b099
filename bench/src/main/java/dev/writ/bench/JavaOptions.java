package dev.writ.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The options that the launcher {@code ./writ} gives the Java virtual machine; to be kept equal to them. */
final class JavaOptions {
    private JavaOptions() {}

    /** For {@code writ serve} as it starts where no archive of classes could be made. */
    static List<String> withoutArchive() {
        List<String> options = new ArrayList<>(common());
        options.addAll(List.of("-Xms24m", "-Xmx768m"));
        return options;
    }

    /** For {@code writ serve} with the archive of classes that the launcher makes when it builds. */
    static List<String> with(Path archive) {
        List<String> options = new ArrayList<>(withoutArchive());
        options.add("-XX:AOTCache=" + archive);
        return options;
    }

    /** For a command that is no server of its own, with that archive. */
    static List<String> ofCommand(Path archive) {
        List<String> options = new ArrayList<>(common());
        options.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:AOTCache=" + archive));
        return options;
    }

    /** For the command that makes the archive. */
    static List<String> making(Path archive) {
        List<String> options = new ArrayList<>(common());
        options.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:AOTCacheOutput=" + archive));
        return options;
    }

    private static List<String> common() {
        return List.of(
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.util.logging.config.file=" + Installation.home().resolve("config/logging.properties"),
                "-Xlog:aot*=off",
                "-Xlog:cds*=off");
    }
}
