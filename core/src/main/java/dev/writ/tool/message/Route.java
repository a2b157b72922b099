package dev.writ.tool.message;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/** A way in which messages reach people. */
public sealed interface Route {
    /** Unique name of the route, as stored with each delivery. */
    String id();

    /** The list of messages in the pages, the API and {@code writ}; delivered by being stored. */
    record Inbox() implements Route {
        @Override
        public String id() {
            return "inbox";
        }
    }

    /** The terminal of whoever watches the task; delivered by being stored, since watchers read the live feed. */
    record Terminal() implements Route {
        @Override
        public String id() {
            return "terminal";
        }
    }

    /**
     * A signed HTTP POST; {@link WebhookDelivery} makes it.
     *
     * @param name by which deliveries refer to it, so that neither address nor secret is stored
     * @param url http or https
     * @param secret shared with the receiver, 16 characters or more
     */
    record Webhook(String name, URI url, String secret) implements Route {
        private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,63}");
        private static final int SHORTEST_SECRET = 16;

        public Webhook {
            if (!NAME.matcher(name).matches()) {
                throw invalid(
                        "'" + name + "' is not a webhook name.",
                        "Use lower-case letters, digits, - and _, 64 at most.");
            }
            String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
            if (!(scheme.equals("http") || scheme.equals("https"))
                    || url.getHost() == null
                    || url.getRawUserInfo() != null) {
                throw invalid(
                        "The address of webhook '" + name + "' cannot be used.",
                        "Give an http or https URL with a host and without a password.");
            }
            if (secret.length() < SHORTEST_SECRET) {
                throw invalid(
                        "The secret of webhook '" + name + "' is too short.",
                        "Give at least " + SHORTEST_SECRET + " random characters.");
            }
        }

        @Override
        public String id() {
            return "webhook:" + name;
        }

        /** Without the secret, and without the path and query, which may be secrets too. */
        @Override
        public String toString() {
            return "Webhook[" + name + " at " + url.getScheme() + "://" + url.getHost() + "]";
        }

        private static WritException invalid(String message, String hint) {
            return new WritException(FailureCode.INVALID_ARGUMENTS, message, hint);
        }
    }
}
