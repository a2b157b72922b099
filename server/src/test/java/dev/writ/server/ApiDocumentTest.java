package dev.writ.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.server.TestingApi.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/api.md} against the server: each request of its tables is there, and each example asks for one of them. */
class ApiDocumentTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(GET|POST|PUT|PATCH|DELETE) (\\S+)` \\|");
    private static final Pattern EXAMPLE = Pattern.compile(
            "(?m)^(?:call|curl -sS)(?: -N --max-time 2)?(?: -X (\\w+))? \"\\$URL(/[^\"]*)\"(?: -d '(.*)')?$");

    private record Route(String method, String path) {
        boolean fits(String request, String asked) {
            return method.equals(request) && asked.matches(path.replaceAll("\\{\\w+}", "[^/]+"));
        }
    }

    @Test
    void every_request_is_there_and_has_its_example(@TempDir Path folder) throws IOException {
        String document = Files.readString(ApiDocument.path());
        List<Route> routes = ROW.matcher(document)
                .results()
                .map(row -> new Route(row.group(1), row.group(2)))
                .toList();
        assertThat(routes).hasSizeGreaterThan(40);
        try (TestingApi api = TestingApi.start(folder, new TestingModel())) {
            for (Route route : routes) {
                if (Set.of("/api/v1/stream", "/healthz", "/readyz", "/metrics").contains(route.path())) {
                    continue;
                }
                String path = route.path().replaceAll("\\{\\w+}", "1");
                Answer answer = api.send(route.method(), path, "");
                assertThat(answer.status()).as(route + " " + answer.body()).isNotEqualTo(405);
                assertThat(answer.body().toString()).as(route.toString()).doesNotContain("There is nothing at");
            }
        }
        Set<String> shown = new TreeSet<>();
        List<String> strays = new ArrayList<>();
        EXAMPLE.matcher(document).results().forEach(example -> {
            String path = example.group(2).replaceAll("\\?.*", "");
            routes.stream()
                    .filter(route -> route.fits(method(example), path))
                    .findFirst()
                    .ifPresentOrElse(route -> shown.add(route.toString()), () -> strays.add(example.group()));
        });
        assertThat(strays).as("examples that ask for nothing of the tables").isEmpty();
        assertThat(routes.stream().map(Route::toString).filter(route -> !shown.contains(route)))
                .as("requests without an example")
                .isEmpty();
    }

    private static String method(MatchResult example) {
        if (example.group(1) != null) {
            return example.group(1);
        }
        return example.group(3) == null ? "GET" : "POST";
    }
}
