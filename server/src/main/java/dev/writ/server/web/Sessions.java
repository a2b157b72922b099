package dev.writ.server.web;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Browsers that are logged in. A session ends a day after it was opened, or eight hours after its last request; of more
 * than twenty, the one that was quiet for longest ends. Nothing of it outlives the server. Safe for use by many threads.
 */
public final class Sessions {
    /** The name of the person who runs the server. */
    public static final String OWNER = "user";

    static final Duration LIFETIME = Duration.ofHours(24);
    static final Duration LONGEST_PAUSE = Duration.ofHours(8);
    private static final int MOST = 20;

    private final InstantSource clock;
    private final RandomGenerator random;
    /** By the hash of the cookie, the one that was quiet for longest first. */
    private final Map<String, Session> sessions = new LinkedHashMap<>();

    /**
     * What a browser gets.
     *
     * @param cookie goes along with every request by itself
     * @param writeKey the page must send it with every change: no other page has it, nor has a program that got hold of
     *     the cookie, which browsers send to every port of a machine
     */
    public record Opened(String cookie, String writeKey, Instant expiresAt) {}

    /** One of them; {@code id} is the hash of its cookie, {@code person} the name of who logged in. */
    public record Session(String id, String person, String writeKeyHash, Instant expiresAt, Instant lastSeen) {
        /** Whether a request with this key may change something. */
        public boolean mayWrite(String writeKey) {
            return writeKeyHash.equals(Secrets.hash(writeKey));
        }

        private boolean isOver(Instant now) {
            return !now.isBefore(expiresAt) || now.isAfter(lastSeen.plus(LONGEST_PAUSE));
        }
    }

    Sessions(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    synchronized Opened open(String person) {
        Instant now = clock.instant();
        sessions.values().removeIf(session -> session.isOver(now));
        if (sessions.size() >= MOST) {
            sessions.remove(sessions.keySet().iterator().next());
        }
        Opened opened = new Opened(Secrets.fresh(random), Secrets.fresh(random), now.plus(LIFETIME));
        String id = Secrets.hash(opened.cookie());
        sessions.put(id, new Session(id, person, Secrets.hash(opened.writeKey()), opened.expiresAt(), now));
        return opened;
    }

    /** The session of a cookie, which has now been seen. */
    public synchronized Optional<Session> find(String cookie) {
        Instant now = clock.instant();
        Session session = sessions.remove(Secrets.hash(cookie));
        if (session == null || session.isOver(now)) {
            return Optional.empty();
        }
        Session seen = new Session(session.id(), session.person(), session.writeKeyHash(), session.expiresAt(), now);
        sessions.put(seen.id(), seen);
        return Optional.of(seen);
    }

    /** Whether it goes on; to ask does not count as a request. */
    public synchronized boolean isOpen(Session session) {
        Session now = sessions.get(session.id());
        return now != null && !now.isOver(clock.instant());
    }

    public synchronized void close(Session session) {
        sessions.remove(session.id());
    }
}
