package dev.writ.mcp.engine;

import dev.writ.mcp.rpc.RpcException;
import dev.writ.mcp.server.Caller;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** The sessions of clients over HTTP. They end when nobody has used them for half an hour, and are limited in number. */
final class Sessions {
    private static final Duration IDLE = Duration.ofMinutes(30);
    private final Map<String, Session> byId = new ConcurrentHashMap<>();
    private final int most;
    private final InstantSource clock;

    Sessions(int most, InstantSource clock) {
        this.most = most;
        this.clock = clock;
    }

    /** @throws RpcException where there are too many */
    void add(Session session) {
        if (byId.size() >= most) {
            endIdle();
        }
        if (byId.size() >= most) {
            throw RpcException.overloaded("There are too many sessions; try again later.");
        }
        byId.put(session.id(), session);
    }

    /** The caller's own session; one of somebody else is as good as none. */
    Optional<Session> find(String id, Caller caller) {
        Optional<Session> found = Optional.ofNullable(byId.get(id))
                .filter(session -> session.caller().equals(caller));
        found.ifPresent(session -> session.usedAt(clock.instant()));
        return found;
    }

    void end(Session session) {
        byId.remove(session.id(), session);
        session.end();
    }

    void endIdle() {
        Instant moment = clock.instant().minus(IDLE);
        byId.values().stream().filter(session -> session.idleSince(moment)).forEach(this::end);
    }

    void end(Predicate<Caller> callers) {
        byId.values().stream().filter(session -> callers.test(session.caller())).forEach(this::end);
    }

    int size() {
        return byId.size();
    }
}
