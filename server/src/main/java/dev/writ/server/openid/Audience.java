package dev.writ.server.openid;

import java.util.List;
import java.util.stream.Stream;

/** Whom tokens must be meant for (RFC 8707): what is configured, or else the address of the endpoint. */
final class Audience {
    private static final int UNKNOWN = -1;

    private final List<String> configured;
    private volatile int port = UNKNOWN;

    Audience(List<String> configured) {
        this.configured = List.copyOf(configured);
    }

    /** Before this is said, no address is that of an endpoint. */
    void servedOn(int listening) {
        port = listening;
    }

    /**
     * Whether one of the names a token is meant for is this endpoint.
     *
     * @param path of the endpoint; what is meant for {@code /mcp} is meant for the endpoints below it too
     */
    boolean includes(List<String> named, String path) {
        return (configured.isEmpty() ? addresses(path) : configured).stream().anyMatch(named::contains);
    }

    private List<String> addresses(String path) {
        return port == UNKNOWN
                ? List.of()
                : Stream.of("127.0.0.1", "localhost", "[::1]")
                        .map(host -> "http://" + host + ":" + port)
                        .flatMap(server -> Stream.of(server + "/mcp", server + path))
                        .toList();
    }
}
