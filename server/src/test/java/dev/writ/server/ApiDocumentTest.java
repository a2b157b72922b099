package dev.writ.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.server.ApiDocument.Example;
import dev.writ.server.ApiDocument.Route;
import dev.writ.server.TestingApi.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/api.md} against the server: each request of its tables is there, and each example asks for one of them. */
class ApiDocumentTest {
    @Test
    void every_request_is_there_and_has_its_example(@TempDir Path folder) {
        ApiDocument document = ApiDocument.read();
        List<Route> routes = document.routes();
        assertThat(routes).hasSizeGreaterThan(40);
        try (TestingApi api = TestingApi.start(folder, new TestingModel())) {
            for (Route route : routes) {
                if (Set.of("/api/v1/stream", "/api/v1/audit/export", "/healthz", "/readyz", "/metrics")
                        .contains(route.path())) {
                    continue;
                }
                String path = route.path().replaceAll("\\{\\w+}", "1");
                Answer answer = api.send(route.method(), path, "");
                assertThat(answer.status()).as(route + " " + answer.body()).isNotEqualTo(405);
                assertThat(answer.body().toString()).as(route.toString()).doesNotContain("There is nothing at");
            }
        }
        Set<String> shown = new TreeSet<>();
        List<Example> strays = new ArrayList<>();
        document.examples()
                .forEach(example -> routes.stream()
                        .filter(route -> route.fits(example))
                        .findFirst()
                        .ifPresentOrElse(route -> shown.add(route.toString()), () -> strays.add(example)));
        assertThat(strays).as("examples that ask for nothing of the tables").isEmpty();
        assertThat(routes.stream().map(Route::toString).filter(route -> !shown.contains(route)))
                .as("requests without an example")
                .isEmpty();
    }
}
