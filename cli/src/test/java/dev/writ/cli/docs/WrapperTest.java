package dev.writ.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code mvnw} on a machine without unzip, where it takes another archive of Maven with another checksum. */
class WrapperTest {
    /** What it calls besides Java; neither unzip nor what could fetch anything from elsewhere. */
    private static final List<String> TOOLS = List.of(
            "basename",
            "cat",
            "chmod",
            "dirname",
            "find",
            "gzip",
            "ls",
            "mkdir",
            "mktemp",
            "mv",
            "rm",
            "sha256sum",
            "tar",
            "tr",
            "uname");

    private static final String MAVEN = "#!/bin/sh\necho \"a build tool with $1\"\n";

    @TempDir
    Path folder;

    private Path archive;

    @BeforeEach
    void prepare() throws Exception {
        Path tools = Files.createDirectories(folder.resolve("bin"));
        for (String tool : TOOLS) {
            for (Path place : List.of(Path.of("/bin", tool), Path.of("/usr/bin", tool))) {
                if (Files.exists(place) && Files.notExists(tools.resolve(tool))) {
                    Files.createSymbolicLink(tools.resolve(tool), place);
                }
            }
        }
        Path maven = Files.createDirectories(folder.resolve("apache-maven-9.9.9/bin"))
                .resolve("mvn");
        Files.writeString(maven, MAVEN);
        Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwxr-xr-x"));
        archive = folder.resolve("apache-maven-9.9.9-bin.tar.gz");
        assertThat(run(List.of("tar", "-czf", archive.toString(), "-C", folder.toString(), "apache-maven-9.9.9")))
                .isEmpty();
        Files.copy(Documents.HOME.resolve("mvnw"), folder.resolve("mvnw"));
        Files.setPosixFilePermissions(folder.resolve("mvnw"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createDirectories(folder.resolve(".mvn/wrapper"));
    }

    private void settings(String checksum) throws IOException {
        Files.writeString(
                folder.resolve(".mvn/wrapper/maven-wrapper.properties"),
                "distributionUrl="
                        + folder.resolve("apache-maven-9.9.9-bin.zip").toUri() + "\ndistributionSha256Sum="
                        + "0".repeat(64) + "\ndistributionSha256SumTarGz=" + checksum + "\n");
    }

    private String run(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", folder.resolve("bin").toString());
        environment.put("HOME", folder.toString());
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return said;
    }

    @Test
    void takes_the_archive_that_it_can_unpack() throws Exception {
        settings(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(archive))));
        assertThat(run(List.of(folder.resolve("mvnw").toString(), "--version")))
                .contains("a build tool with --version");
    }

    @Test
    void refuses_another_archive_than_the_one_it_was_told() throws Exception {
        settings("1".repeat(64));
        assertThat(run(List.of(folder.resolve("mvnw").toString(), "--version")))
                .contains("Failed to validate")
                .doesNotContain("a build tool");
    }

    @Test
    void the_projects_own_settings_name_both_checksums() throws IOException {
        Properties settings = new Properties();
        try (var file = Files.newBufferedReader(Documents.HOME.resolve(".mvn/wrapper/maven-wrapper.properties"))) {
            settings.load(file);
        }
        assertThat(settings.getProperty("distributionUrl")).endsWith("-bin.zip");
        assertThat(settings.getProperty("distributionSha256Sum")).matches("[0-9a-f]{64}");
        assertThat(settings.getProperty("distributionSha256SumTarGz")).matches("[0-9a-f]{64}");
    }
}
