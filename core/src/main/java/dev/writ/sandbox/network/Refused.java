package dev.writ.sandbox.network;

/** Why the proxy does not do what a client of it wants. */
final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    /** Status codes of HTTP that refusals answer with. */
    static final int BAD_REQUEST = 400;

    static final int FORBIDDEN = 403;
    static final int BAD_GATEWAY = 502;
    static final int UNAVAILABLE = 503;

    private final int status;
    private final String host;

    /**
     * @param host as far as it is known; "" where it is not
     * @param reason goes on after "refused: "
     */
    Refused(int status, String host, String reason) {
        super(reason, null, false, false);
        this.status = status;
        this.host = host;
    }

    static Refused malformed(String reason) {
        return new Refused(BAD_REQUEST, "", "the request is not understood, " + reason);
    }

    int status() {
        return status;
    }

    String host() {
        return host;
    }

    String reason() {
        return String.valueOf(getMessage());
    }

    Refused of(String name) {
        return new Refused(status, name, reason());
    }
}
