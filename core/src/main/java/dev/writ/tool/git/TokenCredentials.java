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
    private boolean asked;

    TokenCredentials(String host, Supplier<Optional<String>> token) {
        this.host = host.toLowerCase(Locale.ROOT);
        this.token = token;
    }

    /** Whether the remote wanted to know who is there. */
    boolean wasAsked() {
        return asked;
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
        // Asked a second time, the token was refused: giving it again would go on for ever.
        boolean again = asked;
        asked = true;
        if (again || !supports(items) || !belongsTo(uri)) {
            return false;
        }
        Optional<String> value = token.get();
        if (value.isEmpty()) {
            return false;
        }
        for (CredentialItem item : items) {
            switch (item) {
                case CredentialItem.Username name -> name.setValue("x-access-token");
                case CredentialItem.Password password ->
                    password.setValue(value.get().toCharArray());
                default -> {
                    return false;
                }
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
