package dev.writ.mcp.http;

import java.time.Duration;

/**
 * How long a client may take.
 *
 * @param forBody to send a whole message
 * @param forReading to take one message in
 * @param signOfLife after how long of silence an open stream says something, by which a client that has gone is noticed
 */
public record Patience(Duration forBody, Duration forReading, Duration signOfLife) {
    public static final Patience USUAL =
            new Patience(Duration.ofSeconds(30), Duration.ofSeconds(20), Duration.ofSeconds(5));

    private static final int LOOKS = 4;

    /** How often to look whether it has run out. */
    Duration lookEvery() {
        Duration shorter = forBody.compareTo(forReading) < 0 ? forBody : forReading;
        return shorter.dividedBy(LOOKS);
    }
}
