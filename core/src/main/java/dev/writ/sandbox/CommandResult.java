package dev.writ.sandbox;

import dev.writ.Redacted;
import dev.writ.sandbox.network.NetworkUse;
import java.time.Duration;
import java.util.List;

/**
 * How a command ended.
 *
 * @param exitCode as a shell would give it: 128 plus the signal number where a signal ended it
 * @param output standard output, cleaned of control sequences and secrets
 * @param errors standard error, likewise
 * @param timedOut whether it was killed because its time was over
 * @param truncated whether part of the output was left out
 * @param network what it did with its network
 * @param layers the names of the protections it ran under
 */
public record CommandResult(
        int exitCode,
        Redacted output,
        Redacted errors,
        boolean timedOut,
        boolean truncated,
        Duration duration,
        NetworkUse network,
        List<String> layers) {
    public CommandResult {
        layers = List.copyOf(layers);
    }
}
