package dev.writ.server.openid;

/** The provider's keys cannot be had, so nothing can be said about its tokens. The message holds nothing of a token. */
final class ProviderUnavailable extends Exception {
    private static final long serialVersionUID = 1;

    ProviderUnavailable(String message) {
        super(message);
    }
}
