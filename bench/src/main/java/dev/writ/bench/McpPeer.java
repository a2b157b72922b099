package dev.writ.bench;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A running MCP server, and the call that is made of it. */
final class McpPeer implements AutoCloseable {
    private final URI address;
    private final boolean sessions;
    private final Supplier<Optional<Duration>> processorTime;
    private final Runnable end;
    private final Call call;

    private McpPeer(
            URI address, boolean sessions, Supplier<Optional<Duration>> processorTime, Runnable end, Call call) {
        this.address = address;
        this.sessions = sessions;
        this.processorTime = processorTime;
        this.end = end;
        this.call = call;
    }

    /** A call on the connection of one client. */
    interface Call {
        void make(McpConnection connection, int number) throws IOException;
    }

    /** @param microsOfProcessor what a call took of the server's processors, clients not counted */
    record Load(Callers callers, Optional<Long> microsOfProcessor) {
        double perSecond() {
            return callers.perSecond();
        }

        String figure() {
            return callers.figure()
                    + microsOfProcessor
                            .map(micros -> ", " + micros + " µs of processor a call")
                            .orElse("");
        }

        Row row(String name) {
            return Row.of(name, figure(), callers.series().spread());
        }
    }

    /** Speaks the eras that have sessions: each client begins one. */
    static McpPeer withSessions(URI address, Supplier<Optional<Duration>> processorTime, Runnable end, Call call) {
        return new McpPeer(address, true, processorTime, end, call);
    }

    static McpPeer withoutSessions(URI address, Supplier<Optional<Duration>> processorTime, Runnable end, Call call) {
        return new McpPeer(address, false, processorTime, end, call);
    }

    /** So many clients at once, each with its own connection. */
    Load under(Plan plan, int clients) throws Exception {
        List<McpConnection> connections = new ArrayList<>();
        try {
            for (int i = 0; i < clients; i++) {
                McpConnection connection = new McpConnection(address);
                connections.add(sessions ? connection.initialized() : connection);
            }
            int each = Math.max(plan.choose(3_000, 30_000) / clients, 5);
            Callers.Turn turn = (caller, number) -> call.make(connections.get(caller), number);
            Callers.warmUp(plan, clients, each, turn);
            Optional<Duration> before = processorTime.get();
            Callers callers = Callers.measureWarm(plan, clients, each, Duration.ZERO, turn);
            Optional<Duration> used = before.flatMap(then -> processorTime.get().map(now -> now.minus(then)));
            return new Load(callers, used.map(time -> time.toNanos() / 1_000 / callers.calls()));
        } finally {
            for (McpConnection connection : connections) {
                connection.close();
            }
        }
    }

    @Override
    public void close() {
        end.run();
    }
}
