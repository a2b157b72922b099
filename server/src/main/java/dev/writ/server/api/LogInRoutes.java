package dev.writ.server.api;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.server.openid.OpenIdLogIn;
import dev.writ.server.openid.OpenIdLogIn.Beginning;
import dev.writ.server.openid.OpenIdLogIn.Ending;
import dev.writ.server.openid.Refusal;
import dev.writ.server.web.Pages;
import dev.writ.server.web.Sessions;
import dev.writ.server.web.WebAccess;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * {@code /login/openid}: to the provider and back, as browsers go. Every end is a page of Writ: the one that was asked for, or
 * the gate with the reason. What goes to a page stands behind the {@code #}, which no log and no other server sees.
 */
final class LogInRoutes {
    static final String START = "/login/openid";
    private static final String BACK = START + "/callback";
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final int LONGEST_PAGE = 2_000;
    private static final Pattern PLAIN = Pattern.compile("[!-~&&[^#\\\\]]+");
    private static final Set<String> BY_THE_PERSON = Set.of("same-origin", "none");
    private static final HeaderName FETCH_SITE = HeaderNames.create("Sec-Fetch-Site");
    private static final HeaderName FETCH_DEST = HeaderNames.create("Sec-Fetch-Dest");

    private final OpenIdLogIn logIn;
    private final WebAccess access;
    private final Addresses addresses;
    private final Cookies cookies;

    LogInRoutes(OpenIdLogIn logIn, WebAccess access, Addresses addresses) {
        this.logIn = logIn;
        this.access = access;
        this.addresses = addresses;
        this.cookies = new Cookies(addresses);
    }

    /** Whether the path is one of these, where nobody is known yet. */
    static boolean serves(String path) {
        return path.equals(START) || path.equals(BACK);
    }

    void addTo(HttpRouting.Builder routing) {
        routing.get(START, this::begin).get(BACK, this::end);
    }

    private void begin(ServerRequest request, ServerResponse response) {
        checkWholeWindow(request);
        String to = page(query(request, "to"));
        // A page of somebody else cannot make a browser log in; its person sees the gate, and does so.
        if (request.headers()
                .first(FETCH_SITE)
                .filter(site -> !BY_THE_PERSON.contains(site))
                .isPresent()) {
            go(response, to);
            return;
        }
        String redirect =
                addresses.origin(request.headers().first(HeaderNames.HOST).orElse("")) + BACK;
        switch (logIn.begin(redirect, to, browser(request))) {
            case Beginning.Away(var address, String browser) -> {
                response.headers().addCookie(cookies.logIn(request, browser, LONGEST));
                go(response, address.toString());
            }
            case Beginning.Refused(Refusal refusal) -> refuse(response, refusal, to);
        }
    }

    private void end(ServerRequest request, ServerResponse response) {
        checkWholeWindow(request);
        OpenIdLogIn.Return brought = new OpenIdLogIn.Return(
                query(request, "state"),
                query(request, "code"),
                query(request, "error"),
                query(request, "iss"),
                browser(request).orElse(""));
        switch (logIn.end(brought)) {
            case Ending.In(String person, String to) -> {
                Sessions.Opened opened = access.opened(person);
                response.headers().addCookie(cookies.session(request, opened.cookie()));
                go(response, to + "#write-key=" + opened.writeKey());
            }
            case Ending.Refused(Refusal refusal, String to) -> refuse(response, refusal, to);
        }
    }

    private static void refuse(ServerResponse response, Refusal refusal, String to) {
        go(response, to + "#refused=" + refusal.id());
    }

    private static void go(ServerResponse response, String address) {
        response.status(Status.SEE_OTHER_303);
        response.header(HeaderNames.LOCATION, address);
        response.header(HeaderNames.create("Referrer-Policy"), "no-referrer");
        response.send();
    }

    /** Nothing is begun or ended in a frame, or as the picture of a page. */
    private static void checkWholeWindow(ServerRequest request) {
        if (request.headers()
                .first(FETCH_DEST)
                .filter(dest -> !dest.equals("document"))
                .isPresent()) {
            throw new WritException(
                    FailureCode.DENIED,
                    "Logging in takes the whole window.",
                    "Open this address in a window of its own.");
        }
    }

    /** A page of this server with its query; Home for everything else. */
    private static String page(String to) {
        boolean plain = to.length() <= LONGEST_PAGE && PLAIN.matcher(to).matches();
        return plain && Pages.isPage(to.replaceFirst("\\?.*$", "")) ? to : "/";
    }

    private static Optional<String> browser(ServerRequest request) {
        return request.headers().cookies().first(Cookies.logInName(request)).asOptional();
    }

    /** A value of the query; empty where it is missing, or there more than once. */
    private static String query(ServerRequest request, String name) {
        List<String> values = request.query().contains(name) ? request.query().all(name) : List.of();
        return values.size() == 1 ? values.getFirst() : "";
    }
}
