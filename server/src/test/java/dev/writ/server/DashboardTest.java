package dev.writ.server;

import static dev.writ.server.TestingModel.calls;
import static dev.writ.server.TestingModel.ends;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The dashboard and the alerts that come with Writ ask for what {@code /metrics} has. */
@Timeout(120)
class DashboardTest {
    private static final Path DEPLOY = Path.of("..", "deploy");
    private static final Pattern METRIC = Pattern.compile("\\b(writ|jvm|process)_[a-z_]+\\b");
    private static final Pattern LABELS = Pattern.compile("\\bby \\(([a-z, ]+)\\)");
    private static final Pattern SELECTORS = Pattern.compile("[{,]\\s*([a-z]+)\\s*!?=~?\\s*\"([a-z_]*)\"");
    private static final String ASK = """
            {"request": "edit", "justification": "to try", "tools": ["file_edit"], "operations": ["write_file"],
             "scope": {"file_edit": {"read": [], "write": ["a.txt"]}}}""";
    /** Prometheus' own. */
    private static final Set<String> FROM_OUTSIDE = Set.of("job");

    @TempDir
    Path folder;

    private static List<String> dashboard() throws IOException {
        List<String> queries = new ArrayList<>();
        JsonNode panels = Json.parse(Files.readString(DEPLOY.resolve("grafana/writ.json")))
                .path("panels");
        panels.forEach(panel -> panel.path("targets")
                .forEach(target -> queries.add(target.path("expr").asString())));
        return queries;
    }

    private static List<String> alerts() throws IOException {
        List<String> queries = new ArrayList<>();
        JsonNode rules = YAMLMapper.shared()
                .readTree(Files.readString(DEPLOY.resolve("prometheus/alerts.yaml")))
                .path("groups")
                .path(0)
                .path("rules");
        for (JsonNode rule : rules) {
            assertThat(rule.path("annotations").path("summary").asString("")).isNotEmpty();
            assertThat(rule.path("annotations").path("description").asString(""))
                    .isNotEmpty();
            queries.add(rule.path("expr").asString());
        }
        return queries;
    }

    /** A page on which everything shows that shows only when it happened. */
    private TestingMetrics page() throws IOException {
        Path workspace = Files.createDirectory(folder.resolve("workspace"));
        TestingModel model = new TestingModel()
                .worker(calls("need_more_tools", ASK), writes("a.txt"), writes("b.txt"), ends("done"));
        try (TestingApi api = TestingApi.start(TestingApi.settings(folder, Map.of()), model)) {
            String task = api.post("/api/v1/tasks", """
                            {"request": "edit", "process": "single_agent", "agent": "worker", "allow": ["edit"],
                             "workspace": "%s"}""".formatted(workspace)).text("id");
            api.ended(task);
            return TestingMetrics.until(
                    api, metrics -> metrics.of("writ_tasks_total{level=\"request\",status=\"completed\"}") == 1);
        }
    }

    private static TestingModel.Script writes(String path) {
        return calls("file_edit__write_file", "{\"path\": \"" + path + "\", \"content\": \"\", \"mode\": \"create\"}");
    }

    @Test
    void every_metric_label_and_label_value_they_name_is_there() throws IOException {
        List<String> queries = new ArrayList<>(dashboard());
        queries.addAll(alerts());
        assertThat(queries).hasSizeGreaterThan(30);
        TestingMetrics page = page();
        for (String query : queries) {
            assertThat(page.names()).as(query).containsAll(all(METRIC, 0, query));
            Set<String> labels = new TreeSet<>(all(SELECTORS, 1, query));
            all(LABELS, 1, query).forEach(list -> labels.addAll(List.of(list.split(", "))));
            labels.removeAll(FROM_OUTSIDE);
            assertThat(page.labels().keySet()).as(query).containsAll(labels);
            Matcher selector = SELECTORS.matcher(query);
            while (selector.find()) {
                if (!FROM_OUTSIDE.contains(selector.group(1))
                        && !selector.group(2).equals("failed")) {
                    assertThat(page.labels().get(selector.group(1))).as(query).contains(selector.group(2));
                }
            }
        }
    }

    @Test
    void every_metric_of_writ_is_looked_at_by_one_of_them_and_told_in_the_documentation() throws IOException {
        String queries = String.join("\n", dashboard()) + String.join("\n", alerts());
        String documentation = Files.readString(Path.of("..", "docs", "telemetry.md"));
        page().names().stream()
                .filter(name -> name.startsWith("writ_") && !name.equals("writ_build_info"))
                .map(name -> name.replaceFirst("_(bucket|count|sum)$", ""))
                .forEach(name -> {
                    assertThat(queries).contains(name);
                    assertThat(documentation).contains("`" + name + "`");
                });
    }

    private static Set<String> all(Pattern pattern, int group, String text) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(group));
        }
        return found;
    }
}
