package dev.writ.tool.git;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.URIish;

/** Gives the token to the one host it belongs to, and only over a connection that others cannot read. */
final class TokenCredentials extends CredentialsProvider {
    private final String host;
    private final Supplier<Optional<String>> token;
    private boolean given;
    private boolean refused;

    TokenCredentials(String host, Supplier<Optional<String>> token) {
        this.host = host.toLowerCase(Locale.ROOT);
        this.token = token;
    }

    /** Whether the remote wanted to know who is there and was not content with what it got, or got nothing. */
    boolean wereRefused() {
        return refused;
    }

    @Override
    public boolean isInteractive() {
        return false;
    }

    @Override
    public boolean supports(CredentialItem... items) {
        for (CredentialItem item : items) {
            if (!(item instanceof CredentialItem.Username) && !(item instanceof CredentialItem.Password)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean get(URIish uri, CredentialItem... items) {
        Optional<String> value = belongsTo(uri) ? token.get() : Optional.empty();
        // Asked a second time, the token was refused: giving it again would go on for ever.
        if (given || value.isEmpty() || !supports(items)) {
            refused = true;
            return false;
        }
        given = true;
        for (CredentialItem item : items) {
            if (item instanceof CredentialItem.Username name) {
                name.setValue("x-access-token");
            } else if (item instanceof CredentialItem.Password password) {
                password.setValue(value.get().toCharArray());
            }
        }
        return true;
    }

    private boolean belongsTo(URIish uri) {
        if (uri.getHost() == null) {
            return false;
        }
        String name = uri.getHost().toLowerCase(Locale.ROOT);
        String authority = uri.getPort() > 0 ? name + ":" + uri.getPort() : name;
        return authority.equals(host) && isPrivate(uri.getScheme(), name);
    }

    /** Whether what is sent can be read by nobody else: encrypted, or not leaving the machine. */
    static boolean isPrivate(String scheme, String host) {
        return scheme.equals("https") || host.equals("127.0.0.1") || host.equals("[::1]") || host.equals("localhost");
    }
}
