package dev.writ.cli;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.server.DataFolder;
import dev.writ.server.Settings;
import dev.writ.server.Writ;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A connection to a Writ server: the one named, the one that runs on the data folder, or one started in this process for
 * as long as the command runs.
 */
final class Session implements AutoCloseable {
    private static final Duration LONGEST_START = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(100);

    private final Api api;
    private final Optional<Writ> embedded;

    private Session(Api api, Optional<Writ> embedded) {
        this.api = api;
        this.embedded = embedded;
    }

    static Session open(GlobalOptions options) {
        return open(options, Map.of());
    }

    /** @param flags further settings for a server that has to be started */
    static Session open(GlobalOptions options, Map<String, String> flags) {
        if (options.server != null) {
            return new Session(new Api(options.server, token()), Optional.empty());
        }
        Settings settings = Settings.load(merged(options.asFlags(), flags), System.getenv());
        return running(settings).orElseGet(() -> startOrAwait(settings));
    }

    /** Another process that has taken the folder a moment ago is about to say where it serves. */
    private static Session startOrAwait(Settings settings) {
        Instant latest = Instant.now().plus(LONGEST_START);
        while (true) {
            try {
                return start(settings);
            } catch (WritException e) {
                if (e.failure().code() != FailureCode.STORE_LOCKED
                        || Instant.now().isAfter(latest)) {
                    throw e;
                }
            }
            LockSupport.parkNanos(POLL.toNanos());
            Optional<Session> running = running(settings);
            if (running.isPresent()) {
                return running.get();
            }
        }
    }

    /** The server that runs on the data folder now. */
    static Optional<Session> running(Settings settings) {
        return DataFolder.runningServer(settings.dataFolder())
                .map(server -> new Api(server.url(), server.token()))
                .filter(Session::answers)
                .map(api -> new Session(api, Optional.empty()));
    }

    private static Session start(Settings settings) {
        Writ writ = Writ.start(settings.onAnyPort());
        return new Session(new Api(writ.url(), writ.token()), Optional.of(writ));
    }

    /**
     * A server that runs already, for commands to which one that ends with them would be of no use.
     *
     * @throws WritException with {@code unavailable} where none runs
     */
    static Session existing(GlobalOptions options) {
        if (options.server != null) {
            return open(options);
        }
        return running(Settings.load(options.asFlags(), System.getenv()))
                .orElseThrow(() -> new WritException(
                        FailureCode.UNAVAILABLE, "No Writ server runs.", "Start one with `writ serve`."));
    }

    /** The server that is to be used, if it answers now. */
    static Optional<Api> now(GlobalOptions options) {
        return again(options).map(Session::api);
    }

    /** A session with the server that is to be used, if it answers now. */
    static Optional<Session> again(GlobalOptions options) {
        return options.server == null
                ? running(Settings.load(options.asFlags(), System.getenv()))
                : Optional.of(open(options)).filter(named -> answers(named.api));
    }

    /** Opens a session for one action. */
    static int with(GlobalOptions options, Consumer<Api> action) {
        try (Session session = open(options)) {
            action.accept(session.api);
        }
        return ExitCode.OK;
    }

    Api api() {
        return api;
    }

    boolean isEmbedded() {
        return embedded.isPresent();
    }

    private static boolean answers(Api api) {
        try {
            return !api.get("/system").isEmpty();
        } catch (WritException e) {
            return false;
        }
    }

    private static String token() {
        String token = System.getenv("WRIT_TOKEN");
        if (token == null || token.isBlank()) {
            throw new WritException(
                    FailureCode.UNAUTHENTICATED,
                    "A server was named, but no token.",
                    "Set WRIT_TOKEN to the token in the server's data folder, file server.json.");
        }
        return token;
    }

    private static Map<String, String> merged(Map<String, String> first, Map<String, String> second) {
        Map<String, String> all = new LinkedHashMap<>(first);
        all.putAll(second);
        return all;
    }

    @Override
    public void close() {
        embedded.ifPresent(Writ::close);
    }
}
