package dev.writ.server.web;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Optional;
import java.util.regex.Pattern;

/** Serves the pages. They hold nothing that is secret: what they show they ask the API for. */
public final class Pages {
    private static final Pattern PAGE = Pattern.compile("/|/tasks(/[^/]+)?|/approvals|/grants"
            + "|/(agents|tools|processes|documents)(/[^/]+)?|/settings"
            + "|/events(/[^/]+)?|/usage|/performance|/improvements(/[^/]+)?|/security|/incidents|/compliance|/timings");
    private static final String ASSETS = "/assets/";

    private final String provider;
    private volatile Optional<WebFiles> files = Optional.empty();

    /** @param provider the name of the one that people log in with; empty where there is none */
    public Pages(Optional<String> provider) {
        this.provider = provider.orElse("");
    }

    /** Whether the path is one of a page. */
    public static boolean isPage(String path) {
        return PAGE.matcher(path).matches();
    }

    /** Whether the path is one of a page or of one of their files. */
    public static boolean serves(String path) {
        return path.startsWith(ASSETS) || isPage(path);
    }

    public void addTo(HttpRouting.Builder routing) {
        routing.get("/", this::page)
                .get("/tasks", this::page)
                .get("/tasks/{id}", this::page)
                .get("/approvals", this::page)
                .get("/grants", this::page)
                .get("/events", this::page)
                .get("/events/{seq}", this::page)
                .get("/usage", this::page)
                .get("/performance", this::page)
                .get("/improvements", this::page)
                .get("/improvements/{id}", this::page)
                .get("/security", this::page)
                .get("/incidents", this::page)
                .get("/compliance", this::page)
                .get("/timings", this::page)
                .get("/agents", this::page)
                .get("/agents/{name}", this::page)
                .get("/tools", this::page)
                .get("/tools/{name}", this::page)
                .get("/processes", this::page)
                .get("/processes/{name}", this::page)
                .get("/documents", this::page)
                .get("/documents/{name}", this::page)
                .get("/settings", this::page)
                .get(ASSETS + "*", this::file);
    }

    private void page(ServerRequest request, ServerResponse response) {
        WebFiles all = files();
        response.header(HeaderNames.create("Content-Security-Policy"), all.contentSecurityPolicy());
        response.header(HeaderNames.create("Referrer-Policy"), "no-referrer");
        response.header(HeaderNames.create("Cross-Origin-Opener-Policy"), "same-origin");
        response.header(HeaderNames.create("Cross-Origin-Resource-Policy"), "same-origin");
        response.header(HeaderNames.CONTENT_TYPE, "text/html; charset=utf-8");
        response.send(all.index());
    }

    private void file(ServerRequest request, ServerResponse response) {
        Optional<WebFile> found = files().find(request.path().path());
        if (found.isEmpty()) {
            response.next();
            return;
        }
        response.header(HeaderNames.CACHE_CONTROL, "public, max-age=31536000, immutable");
        response.header(HeaderNames.create("Cross-Origin-Resource-Policy"), "same-origin");
        response.header(HeaderNames.CONTENT_TYPE, found.get().type());
        response.send(found.get().content());
    }

    /** Read at the first request: a server that only commands speak to never needs them. */
    private WebFiles files() {
        Optional<WebFiles> known = files;
        if (known.isPresent()) {
            return known.get();
        }
        WebFiles loaded = WebFiles.load(provider);
        files = Optional.of(loaded);
        return loaded;
    }
}
