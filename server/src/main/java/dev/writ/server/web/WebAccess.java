package dev.writ.server.web;

import dev.writ.WritException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * How a browser comes in: with a link that holds a one-time token, with the token of an account, or because a provider
 * vouches for its person; each becomes a session. The token of a link stands behind the {@code #} of the address, which browsers keep to themselves, so that no
 * log and no other server sees it.
 */
public final class WebAccess {
    private final LoginLinks links;
    private final Sessions sessions;
    private final Function<String, Optional<String>> people;

    /** @param people the name of the person behind a token that is not of a link; empty where it is nobody's */
    public WebAccess(Function<String, Optional<String>> people, InstantSource clock, RandomGenerator random) {
        this.people = people;
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
        return sessions.open(people.apply(token).orElseGet(() -> links.redeem(token)));
    }

    /** Opens a session for a person for whom somebody else has vouched. */
    public Sessions.Opened opened(String person) {
        return sessions.open(person);
    }

    /** @param base for instance {@code http://127.0.0.1:8420} */
    public static String address(String base, LoginLinks.Link link) {
        return base + "/#login=" + link.token();
    }
}
