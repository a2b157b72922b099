package dev.writ.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.writ.event.audit.AuditKey;
import dev.writ.event.audit.AuditSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What {@code deploy/} tells container, cluster and service managers is what Writ has. */
class DeployFilesTest {
    private static final Path DEPLOY = Path.of("..", "deploy");
    private static final Path CHART = DEPLOY.resolve("helm/writ");
    private static final Set<String> OTHER_VARIABLES =
            Set.of("WRIT_CONFIG", "WRIT_DATABASE_PASSWORD", "WRIT_DATABASE_PASSWORD_FILE", "WRIT_JAVA_OPTS");

    @TempDir
    Path folder;

    private static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(DEPLOY)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("secrets/"))
                    .toList();
        }
    }

    private static Set<String> found(Path file, String pattern) throws IOException {
        Set<String> found = new TreeSet<>();
        Pattern.compile(pattern)
                .matcher(Files.readString(file))
                .results()
                .map(MatchResult::group)
                .forEach(found::add);
        return found;
    }

    @Test
    void every_variable_is_one_that_writ_or_its_launcher_reads() throws IOException {
        Set<String> known = new TreeSet<>(OTHER_VARIABLES);
        Settings.names().forEach(name -> known.add("WRIT_" + name.toUpperCase(Locale.ROOT)));
        for (Path file : files()) {
            assertThat(known).as(file.toString()).containsAll(found(file, "\\bWRIT_[A-Z_]+[A-Z]\\b"));
        }
    }

    @Test
    void health_is_asked_for_where_it_is_answered() throws IOException {
        Set<String> asked = new TreeSet<>();
        for (Path file : files()) {
            asked.addAll(found(file, "/[a-z]+z\\b"));
        }
        // ApiTest asks both as probes do.
        assertThat(asked).containsExactly("/healthz", "/readyz");
    }

    @Test
    void the_chart_uses_all_values_that_it_has_and_no_others() throws IOException {
        JsonNode values = YAMLMapper.shared().readTree(Files.readString(CHART.resolve("values.yaml")));
        Set<String> used = new TreeSet<>();
        try (Stream<Path> templates = Files.list(CHART.resolve("templates"))) {
            for (Path template : templates.toList()) {
                used.addAll(found(template, "(?<=\\.Values\\.)[a-zA-Z.]+"));
            }
        }
        for (String path : used) {
            JsonNode value = values;
            for (String name : path.split("\\.")) {
                // What settings hold is the user's.
                value = name.equals("audit") && path.startsWith("settings") ? values : value.path(name);
            }
            assertThat(value.isMissingNode()).as(path).isFalse();
        }
        assertThat(values.propertyNames())
                .allMatch(name -> used.stream().anyMatch(path -> path.equals(name) || path.startsWith(name + ".")));
    }

    @Test
    void the_settings_of_the_compose_file_can_be_read() {
        Settings settings = Settings.load(
                Map.of("config", DEPLOY.resolve("compose/writ.yaml").toString()), Map.of("HOME", folder.toString()));
        assertThat(AuditSettings.read(settings.section("audit")).keyFile(folder))
                .isEqualTo(Path.of("/run/secrets/audit-key"));
    }

    @Test
    void the_compose_file_has_three_nodes_each_with_its_data_and_its_proxy() throws IOException {
        JsonNode services = YAMLMapper.shared()
                .readTree(Files.readString(DEPLOY.resolve("compose/compose.yaml")))
                .path("services");
        for (int i = 1; i <= 3; i++) {
            assertThat(services.path("writ-" + i).path("volumes").path(0).asString(""))
                    .isEqualTo("writ-" + i + ":/var/lib/writ");
            // Not the other way round: a node that is started anew would have a network without its proxy.
            assertThat(services.path("writ-" + i).path("network_mode").asString(""))
                    .isEqualTo("service:proxy-" + i);
        }
    }

    @Test
    void the_key_that_the_script_makes_is_one_that_writ_signs_with() throws Exception {
        assumeTrue(runs("openssl", "version"), "openssl is needed");
        assertThat(runs("sh", DEPLOY.resolve("secrets.sh").toString(), folder.toString()))
                .isTrue();
        byte[] first = Files.readAllBytes(folder.resolve("audit-key"));
        assertThat(AuditKey.open(folder.resolve("audit-key")).publicKey().text())
                .startsWith("writ/");
        assertThat(runs("sh", DEPLOY.resolve("secrets.sh").toString(), folder.toString()))
                .isTrue();
        assertThat(Files.readAllBytes(folder.resolve("audit-key"))).isEqualTo(first);
        assertThat(Files.readString(folder.resolve("database-password"))).matches("[0-9a-f]{48}");
    }

    @Test
    void systemd_understands_the_unit() throws Exception {
        assumeTrue(runs("systemd-analyze", "--version"), "systemd is needed");
        Path said = folder.resolve("said");
        Process process = new ProcessBuilder(
                        "systemd-analyze",
                        "verify",
                        DEPLOY.resolve("systemd/writ.service").toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        // Where Java is elsewhere, or the user is not made yet, that is said, too, and is no mistake of the unit.
        List<String> mistakes = new ArrayList<>(Files.readAllLines(said));
        mistakes.removeIf(line -> !line.contains("writ.service:"));
        assertThat(mistakes).isEmpty();
    }

    @Test
    void the_unit_leaves_what_files_and_commands_of_agents_need() throws IOException {
        String unit = Files.readString(DEPLOY.resolve("systemd/writ.service"));
        // Both were on once: with the one no file could be opened, with the other no command ran.
        assertThat(unit).doesNotContain("\nRestrictSUIDSGID=", "\nProtectHostname=");
        assertThat(unit).containsPattern("\nSystemCallFilter=.*\\bsethostname\\b");
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
