package dev.writ.sandbox.network;

import java.time.Duration;

/**
 * What one command may use of its proxy.
 *
 * @param connections at one time
 * @param bytes in both directions, over all connections
 * @param headBytes of a request's head, and of the first words of TLS
 * @param head how long a client may take to say what it wants
 * @param connect how long reaching one address of a host may take
 * @param idle how long a connection may be silent
 */
public record ProxyLimits(int connections, long bytes, int headBytes, Duration head, Duration connect, Duration idle) {
    /** Enough for package managers and their parallel downloads. */
    public static final ProxyLimits ORDINARY = new ProxyLimits(
            32, 4L << 30, 32 << 10, Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofMinutes(2));
}
