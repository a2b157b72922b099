package dev.writ.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** {@code docs/api.md}: the requests of its tables, and its examples. */
final class ApiDocument {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(GET|POST|PUT|PATCH|DELETE) (\\S+)` \\|");
    private static final Pattern EXAMPLE = Pattern.compile(
            "(?m)^(?:call|curl -sS)(?: -N --max-time 2)?(?: -X (\\w+))? \"\\$URL(/[^\"]*)\"(?: -d '(.*)')?(?: >.*)?$");

    private final String text;

    private ApiDocument(String text) {
        this.text = text;
    }

    record Route(String method, String path) {
        boolean fits(Example example) {
            String asked = example.path().replaceAll("\\?.*", "");
            return method.equals(example.method()) && asked.matches(path.replaceAll("\\{\\w+}", "[^/]+"));
        }
    }

    /** @param body as the shell would send it, but for its variables, which read <code>$NAME</code> */
    record Example(String method, String path, String body) {
        private static Example of(MatchResult match) {
            Optional<String> body = Optional.ofNullable(match.group(3));
            String method = Optional.ofNullable(match.group(1)).orElse(body.isPresent() ? "POST" : "GET");
            return new Example(method, match.group(2), body.orElse("").replaceAll("'\"(\\$\\w+)\"'", "$1"));
        }
    }

    /** Wherever the build was started from. */
    static ApiDocument read() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("docs/api.md"))) {
            folder = folder.getParent();
            assertThat(folder).as("a folder above with docs/api.md").isNotNull();
        }
        try {
            return new ApiDocument(Files.readString(folder.resolve("docs/api.md")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Route> routes() {
        return ROW.matcher(text)
                .results()
                .map(row -> new Route(row.group(1), row.group(2)))
                .toList();
    }

    List<Example> examples() {
        return EXAMPLE.matcher(text).results().map(Example::of).toList();
    }
}
