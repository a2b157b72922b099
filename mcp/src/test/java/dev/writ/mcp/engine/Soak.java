package dev.writ.mcp.engine;

import static dev.writ.mcp.TestingTools.named;

import dev.writ.mcp.Heard;
import dev.writ.mcp.TestingEngine;
import dev.writ.mcp.server.Caller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Sessions that begin, work and are left behind, over and over: what remains in memory must not grow with how many there
 * were. By hand: {@code main} with the number of sessions.
 */
final class Soak {
    /** Sessions that are open at once. */
    private static final int WAVE = 500;

    private final TestingEngine server = TestingEngine.of(named("a"));

    /** What was measured. */
    record Measured(int sessions, long bytesAfterFirst, long bytesAfterAll, int left) {
        long bytesPerSession() {
            return Math.max(0, bytesAfterAll - bytesAfterFirst) / Math.max(1, sessions);
        }
    }

    static Measured run(int sessions) throws InterruptedException {
        Soak soak = new Soak();
        try {
            int warm = Math.max(WAVE, sessions / 5 / WAVE * WAVE);
            soak.waves(warm);
            long first = usedBytes();
            soak.waves(sessions - warm);
            return new Measured(
                    sessions - warm,
                    first,
                    usedBytes(),
                    soak.server.engine.legacy().sessionCount());
        } finally {
            soak.server.close();
        }
    }

    private void waves(int sessions) throws InterruptedException {
        for (int done = 0; done < sessions; done += WAVE) {
            wave(done);
        }
    }

    /** Half of the sessions are ended by their clients, the others are left to be found idle. */
    private void wave(int from) throws InterruptedException {
        Legacy legacy = server.engine.legacy();
        List<Session> open = new ArrayList<>();
        for (int number = from; number < from + WAVE; number++) {
            Session session = server.session(new Caller("caller" + number), TestingEngine.ALL);
            server.legacy(session, "tools/call", "{'name':'a'}", new Heard());
            server.legacy(session, "logging/setLevel", "{'level':'error'}");
            try (SessionStream stream = legacy.stream(session).orElseThrow()) {
                server.engine.changes().tell(new Change.Tools(), session.caller()::equals);
                assert stream != null;
            }
            open.add(session);
        }
        open.stream().limit(WAVE / 2).forEach(legacy::end);
        server.clock.advance(Duration.ofHours(1));
        legacy.endIdleSessions();
    }

    private static long usedBytes() {
        Runtime runtime = Runtime.getRuntime();
        long used = Long.MAX_VALUE;
        for (int time = 0; time < 5; time++) {
            System.gc();
            used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
        }
        return used;
    }

    /** @param arguments the number of sessions; 50,000 without it */
    static void main(String[] arguments) throws InterruptedException {
        Measured measured = run(arguments.length == 0 ? 50_000 : Integer.parseInt(arguments[0]));
        System.out.printf(
                "%,d sessions after the first: %,d KiB before, %,d KiB after, %d bytes each; %d sessions left%n",
                measured.sessions(),
                measured.bytesAfterFirst() >> 10,
                measured.bytesAfterAll() >> 10,
                measured.bytesPerSession(),
                measured.left());
    }
}
