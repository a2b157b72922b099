package dev.writ.sandbox;

import dev.writ.Redacted;
import dev.writ.sandbox.network.NetworkUse;
import java.util.List;
import java.util.Optional;

/**
 * A box that was started.
 *
 * @param layers the names of the protections it has
 * @param way to the hosts it may reach; empty where it has no network
 */
record Box(BoxProcess process, List<String> layers, Optional<BoxNetwork> way) {
    Box {
        layers = List.copyOf(layers);
    }

    /** What was done with the network until now. */
    NetworkUse network() {
        return way.map(BoxNetwork::use).orElse(NetworkUse.NONE);
    }

    /** Why it could not be built, in the words of its builders; of one that does not stand. */
    String complaint() {
        String reason = readable(process.errors()).text().strip();
        return reason.isEmpty() ? "no reason was given" : reason;
    }

    /** What a program wrote, fit to be shown. */
    static Redacted readable(OutputCapture capture) {
        return Redacted.of(OutputCleaner.clean(capture.text()));
    }
}
