package dev.writ.server.web;

import dev.writ.WritException;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * How a browser comes in: a link with a one-time token, which becomes a session. The token stands behind the {@code #} of
 * the address, which browsers keep to themselves, so that no log and no other server sees it.
 */
public final class WebAccess {
    private final LoginLinks links;
    private final Sessions sessions;

    public WebAccess(InstantSource clock, RandomGenerator random) {
        this.links = new LoginLinks(clock, random);
        this.sessions = new Sessions(clock, random);
    }

    public LoginLinks links() {
        return links;
    }

    public Sessions sessions() {
        return sessions;
    }

    /** @throws WritException as {@link LoginLinks#redeem} */
    public Sessions.Opened logIn(String token) {
        links.redeem(token);
        return sessions.open();
    }

    /** @param base for instance {@code http://127.0.0.1:8420} */
    public static String address(String base, LoginLinks.Link link) {
        return base + "/#login=" + link.token();
    }
}
